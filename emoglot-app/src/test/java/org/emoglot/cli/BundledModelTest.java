package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.classifier.BundledModel;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.corpus.Corpus;
import org.emoglot.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled model in this repository. */
class BundledModelTest {

  private static final long LARGEST_BYTES = 25_000_000;
  private static final double TOLERANCE = 2e-5;
  private static final double ROUNDED = 0.03;
  private static final int GOLDEN_CLIPS = 2;

  /** One short synthetic clip of the demo. */
  private static Path clip() {
    return TinyRun.utterances(Corpus.of("synthetic-de")).get(0).path();
  }

  @Test
  void folder_ofTheRepository_isSmallAndHasACard() throws IOException {
    Path folder = BundledModel.folder();

    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        bytes += Files.size(file);
      }
      assertThat(bytes).isLessThanOrEqualTo(LARGEST_BYTES);
    }
    assertThat(folder.resolve("README.md"))
        .content()
        .contains("research only", "neither a lie detector", "leave-one-language-out");
    JsonNode config = Json.read(folder.resolve("config.json"));
    assertThat(config.at("/heard").findValuesAsText("corpus"))
        .contains("ased", "banglaser", "casia", "crema-d", "emodb")
        .contains("emovo", "hindi-ser", "ravdess", "urdu")
        .doesNotContain("savee");
    assertThat(config.at("/stores_backbone").asBoolean()).isTrue();
    assertThat(config.at("/backbone/location").asText()).as("needs no other folder").isEmpty();
    assertThat(folder.resolve("LICENSE-whisper"))
        .content()
        .contains("MIT License", "Copyright (c) 2022 OpenAI");
    assertThat(config.at("/reject_below").asDouble()).isBetween(0.25, 1.0);
  }

  /**
   * The whole model, from samples to probabilities, as {@code reference/mini_forward.py} has it.
   */
  @Test
  void predict_syntheticClipsInPyTorch_hasNumpysProbabilities() {
    checkGoldens(ScorerOptions.DEFAULT.withEngine("torch"), "torch fp32", TOLERANCE);
  }

  /** What is rounded to 8 bits. */
  @Test
  void predict_syntheticClips_nearlyHasNumpysProbabilities() {
    checkGoldens(ScorerOptions.DEFAULT, "onnx int8", ROUNDED);
  }

  private static void checkGoldens(ScorerOptions options, String engine, double tolerance) {
    try (EmotionClassifier classifier = EmotionClassifier.load(BundledModel.folder(), options);
        Safetensors golden =
            Safetensors.open(
                Path.of(System.getProperty("emoglot.home"))
                    .resolve("emoglot-app/src/test/resources/golden/bundled.safetensors"))) {
      assertThat(classifier.engine()).isEqualTo(engine);
      double temperature =
          Json.read(BundledModel.folder().resolve("config.json")).at("/temperature").asDouble(1);
      for (int i = 0; i < GOLDEN_CLIPS; i++) {
        Waveform clip = new Waveform(golden.floats("clip" + i), Waveform.MODEL_SAMPLE_RATE);
        Prediction ours = classifier.predictSpeech(List.of(clip)).get(0);
        float[] logits = golden.floats("logits" + i);
        double sum = 0;
        for (float logit : logits) {
          sum += Math.exp(logit / temperature);
        }
        for (int k = 0; k < logits.length; k++) {
          assertThat(ours.score(classifier.labels().name(k)))
              .isCloseTo(Math.exp(logits[k] / temperature) / sum, within(tolerance));
        }
      }
    }
  }

  @Test
  void predict_withoutAModel_answersWithTheBundledOne() throws IOException {
    Captured run = Captured.run("predict", clip().toString(), "--json", "--quiet");

    assertThat(run.exitCode()).as(run.err()).isZero();
    try (EmotionClassifier classifier = EmotionClassifier.bundled()) {
      Prediction prediction = classifier.predict(clip());
      assertThat(prediction.scores())
          .extracting(Prediction.Score::label)
          .containsExactlyInAnyOrderElementsOf(List.of("neutral", "happy", "angry", "sad"));
      assertThat(run.out()).contains("\"" + prediction.label() + "\"");
    }
  }

  @Test
  void predict_withoutAModel_runsOnOnnxRuntimeUnlessToldOtherwise() throws IOException {
    assertThat(engine()).isEqualTo("onnx int8");
    assertThat(engine("--engine", "onnx")).isEqualTo("onnx int8");
    assertThat(engine("--model", BundledModel.folder().toString())).isEqualTo("onnx int8");
    assertThat(engine("--engine", "torch")).isEqualTo("torch fp32");
  }

  private static String engine(String... options) throws IOException {
    List<String> words =
        new ArrayList<>(List.of("predict", clip().toString(), "--json", "--quiet"));
    words.addAll(List.of(options));
    Captured run = Captured.run(words.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return Json.mapper().readTree(run.out()).path("engine").asText();
  }

  @Test
  void predict_silence_hasNoSpeech(@TempDir Path folder) throws IOException {
    Path silence = folder.resolve("silence.wav");
    AudioFormat format = new AudioFormat(16_000, 16, 1, true, false);
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(new byte[3200]), format, 1600),
        AudioFileFormat.Type.WAVE,
        silence.toFile());

    Captured run = Captured.run("predict", "--quiet", silence.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("silence\\.wav +no speech +- +- +- +-\n");
    Captured lines = Captured.run("predict", "--quiet", "--format", "jsonl", silence.toString());
    assertThat(lines.exitCode()).as(lines.err()).isZero();
    assertThat(lines.out())
        .endsWith("\"speech\":false,\"label\":null,\"uncertain\":false,\"scores\":[]}\n");
    Captured json =
        Captured.run("predict", "--quiet", "--segments", "off", "--json", silence.toString());
    assertThat(json.exitCode()).as(json.err()).isZero();
    assertThat(Json.mapper().readTree(json.out()).at("/predictions/0/speech").asBoolean(true))
        .isFalse();
  }
}
