package org.emoglot.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.data.LabelSet;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the tiny golden checkpoint and its three clips. */
class WorkerTest {

  private static final Path GOLDEN =
      Path.of(System.getProperty("emoglot.home"))
          .resolve("emoglot-model/src/test/resources/golden/wav2vec2-base-tiny");
  private static final int CLIPS = 3;
  private static final int WIDTH = 48;

  @TempDir Path folder;

  @BeforeEach
  void makeFolder() throws Exception {
    Files.createDirectories(folder.resolve("model"));
    for (String name : List.of("config.json", "preprocessor_config.json", "model.safetensors")) {
      Files.copy(GOLDEN.resolve(name), folder.resolve("model").resolve(name));
    }
    Files.createDirectories(folder.resolve("clips"));
    List<Map<String, Object>> clips = new ArrayList<>();
    try (Safetensors golden = Safetensors.open(GOLDEN.resolve("golden.safetensors"))) {
      for (int i = 0; i < CLIPS; i++) {
        float[] samples = golden.floats("clip" + i);
        write(folder.resolve("clips/" + i + ".f32"), samples);
        clips.add(
            Map.of(
                "file",
                i + ".f32",
                "corpus",
                "golden",
                "language",
                i == 0 ? "de" : "en",
                "speaker",
                "s" + i,
                "emotion",
                i == 2 ? "sad" : "happy",
                "seconds",
                samples.length / 16000.0));
      }
    }
    Files.copy(folder.resolve("clips/2.f32"), folder.resolve("three-seconds.f32"));
    Json.write(
        folder.resolve("clips.json"),
        Map.of("clips", clips, "extraction", List.of(2, 0), "batches", List.of(List.of(0, 1, 2))));
  }

  @Test
  void bundled_eachEngine_writesProbabilities() throws Exception {
    for (String engine : List.of("onnx", "torch")) {
      Path out = folder.resolve(engine + ".f32");
      List<JsonNode> answers =
          answers(
              "bundled-" + engine, Json.writeLine(Map.of("do", "extract", "out", out.toString())));
      assertThat(answers.get(0).path("engine").asText()).startsWith(engine + " ");
      float[] probabilities = BenchmarkFolder.read(out).samples();
      assertThat(probabilities).hasSize(2 * LabelSet.FOUR.size());
      double sum = 0;
      for (float probability : probabilities) {
        sum += probability;
      }
      assertThat(sum).isCloseTo(2, within(1e-4));
    }
  }

  @Test
  void fp32_extractRequest_writesTheGoldenEmbeddings() throws Exception {
    Path out = folder.resolve("embeddings.f32");

    List<JsonNode> answers =
        answers("fp32", Json.writeLine(Map.of("do", "extract", "out", out.toString())));

    assertThat(answers).hasSize(2);
    assertThat(answers.get(0).path("engine").path("threads").asInt()).isPositive();
    assertThat(answers.get(1).path("seconds").asDouble()).isPositive();
    float[] found = BenchmarkFolder.read(out).samples();
    assertThat(found).hasSize(2 * WIDTH);
    try (Safetensors golden = Safetensors.open(GOLDEN.resolve("golden.safetensors"))) {
      assertClose(found, 0, mean(golden.floats("last_hidden_state2")));
      assertClose(found, WIDTH, mean(golden.floats("last_hidden_state0")));
    }
  }

  @Test
  void step_coldAndWarmFeatures_haveTheSameLosses() {
    String cold = "{\"do\": \"step\", \"number\": 0, \"features\": \"cold\"}";
    String warm = "{\"do\": \"step\", \"number\": 0, \"features\": \"warm\"}";

    List<JsonNode> first = answers("step", cold, cold);
    List<JsonNode> second = answers("step", warm, warm);

    for (int step = 1; step <= 2; step++) {
      JsonNode losses = first.get(step).path("losses");
      assertThat(second.get(step).path("losses")).isEqualTo(losses);
      assertThat(losses.path("loss").asDouble())
          .as("total of %s", losses)
          .isCloseTo(
              losses.path("crossEntropy").asDouble()
                  + losses.path("contrastive").asDouble()
                  + 0.3 * losses.path("speaker").asDouble(),
              within(1e-4));
    }
    assertThat(first.get(2).path("losses")).isNotEqualTo(first.get(1).path("losses"));
    assertThat(folder.resolve("never-written")).doesNotExist();
  }

  @Test
  void prepare_folder_getsHeadsAndAModelThatPredicts() {
    assertThat(answers("prepare")).isEmpty();

    try (Safetensors heads = Safetensors.open(folder.resolve("heads.safetensors"))) {
      assertThat(heads.names())
          .containsExactlyInAnyOrder(
              "classifier.output.weight",
              "classifier.output.bias",
              "speaker_head.hidden.weight",
              "speaker_head.hidden.bias",
              "speaker_head.output.weight",
              "speaker_head.output.bias");
      assertThat(heads.entry("speaker_head.output.weight").shape())
          .containsExactly((long) CLIPS, (long) WIDTH);
    }
    try (EmotionClassifier classifier = EmotionClassifier.load(folder.resolve("adapter-model"))) {
      assertThat(classifier.labels()).isEqualTo(LabelSet.FOUR);
    }
    List<JsonNode> answers = answers("predict", "{\"do\": \"predict\"}");
    assertThat(answers.get(1).path("seconds").asDouble()).isPositive();
    assertThat(answers.get(1).path("encoderSeconds").asDouble()).isPositive();
  }

  @Test
  void run_unknownSetting_isRefused() {
    assertThatThrownBy(() -> answers("int8"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found 'int8'");
  }

  @Test
  void open_folderWithoutClips_isRefused() throws Exception {
    Files.writeString(folder.resolve("clips.json"), "{\"clips\": []}");

    assertThatThrownBy(() -> answers("fp32"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("clips.json")
        .hasMessageContaining("peer_bench.py");
  }

  private List<JsonNode> answers(String setting, String... requests) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new Worker(new BufferedReader(new StringReader(String.join("\n", requests))), out)
        .run(setting, folder);
    return bytes.toString(StandardCharsets.UTF_8).lines().map(WorkerTest::parse).toList();
  }

  private static JsonNode parse(String line) {
    try {
      return Json.mapper().readTree(line);
    } catch (java.io.IOException e) {
      throw new AssertionError("Not JSON: " + line, e);
    }
  }

  private static float[] mean(float[] states) {
    float[] mean = new float[WIDTH];
    int frames = states.length / WIDTH;
    for (int i = 0; i < states.length; i++) {
      mean[i % WIDTH] += states[i] / frames;
    }
    return mean;
  }

  private static void assertClose(float[] all, int from, float[] expected) {
    IntStream.range(0, expected.length)
        .forEach(
            d ->
                assertThat(all[from + d])
                    .as("value %d of the embedding at %d", d, from)
                    .isCloseTo(expected[d], within(1e-4f)));
  }

  private static void write(Path file, float[] values) throws Exception {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(file, bytes.array());
  }
}
