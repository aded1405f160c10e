package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.experiment.RunRecord;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** predict with the model that comes with Emoglot, whose place a tiny one takes here. */
class PredictTimelineTest {

  private static final Path CLIP = TinyRun.SPEECH.resolve("de/f1/sad_01.flac");
  private static final int CLIPS = 6;
  private static final int PAUSE_SECONDS = 2;

  @TempDir static Path home;
  private static Path recording = Path.of("");

  @BeforeAll
  static void trainAndRecord() throws IOException {
    Path manifests = TinyRun.manifests(home.resolve("manifests"), "de", "en", "es", "fr");
    Path run = home.resolve("run");
    assertThat(TinyRun.train(manifests, run).exitCode()).isZero();
    Files.createDirectories(home.resolve("models"));
    Files.move(run.resolve("model"), home.resolve("models/emoglot-mini"));
    recording = home.resolve("recording.wav");
    write(recording);
  }

  @Test
  void train_writesWhatTheValidationClipsSayOfItsConfidence() {
    JsonNode confidence = Json.read(home.resolve("run").resolve(RunRecord.FILE)).path("confidence");
    JsonNode config = Json.read(home.resolve("models/emoglot-mini/config.json"));
    assertThat(confidence.path("temperature").asDouble()).isPositive();
    assertThat(confidence.path("rejectBelow").asDouble()).isBetween(0.25, 1.0);
    assertThat(config.path("temperature")).isEqualTo(confidence.path("temperature"));
    assertThat(config.path("reject_below")).isEqualTo(confidence.path("rejectBelow"));
  }

  @Test
  void predict_longRecordingWithoutModel_printsATimeline() throws IOException {
    JsonNode answer = answer(bundled("--json", recording.toString()));

    assertThat(answer.path("segments")).as("%s", answer).hasSize(CLIPS);
    double before = 0;
    for (JsonNode segment : answer.path("segments")) {
      assertThat(segment.path("start").asDouble()).isGreaterThan(before);
      assertThat(segment.path("end").asDouble() - segment.path("start").asDouble())
          .isBetween(0.3, 8.0);
      assertThat(segment.path("scores")).hasSize(4);
      assertThat(segment.path("uncertain").isBoolean()).isTrue();
      before = segment.path("end").asDouble();
    }
    assertThat(answer.path("scores")).hasSize(4);
    Captured text = bundled(recording.toString());
    assertThat(text.out()).hasLineCount(2 + CLIPS).containsPattern("\n  \\d+\\.\\d\\d to \\d+");
  }

  @Test
  void predict_withSegmentsOff_isOneAnswer() throws IOException {
    JsonNode answer = answer(bundled("--json", "--segments", "off", recording.toString()));
    assertThat(answer.has("segments")).isFalse();
    assertThat(answer.path("scores")).hasSize(4);
  }

  @Test
  void predict_shortClip_isOneAnswerAsTheLibraryGives() throws IOException {
    JsonNode answer = answer(bundled("--json", CLIP.toString()));
    assertThat(answer.has("segments")).isFalse();
    String before = String.valueOf(System.getProperty("emoglot.home"));
    System.setProperty("emoglot.home", home.toString());
    try (EmotionClassifier classifier = EmotionClassifier.bundled()) {
      assertThat(classifier.predict(CLIP).scores().get(0).score())
          .isCloseTo(answer.at("/scores/0/score").asDouble(), offset(1e-6));
    } finally {
      System.setProperty("emoglot.home", before);
    }
  }

  @Test
  void predict_withAModelThatAsksForMore_saysUncertain() throws IOException {
    Path model = home.resolve("models/emoglot-mini");
    Path file = model.resolve("config.json");
    JsonNode kept = Json.read(file);
    ObjectNode config = kept.deepCopy();
    Json.write(file, config.put("temperature", 100.0).put("reject_below", 1.0));
    try {
      JsonNode answer = answer(bundled("--json", CLIP.toString()));
      assertThat(answer.path("uncertain").asBoolean()).isTrue();
      assertThat(answer.path("label")).isEqualTo(answer.at("/scores/0/label"));
      assertThat(bundled(CLIP.toString()).out())
          .contains("uncertain (" + answer.path("label").asText() + ")");
    } finally {
      Json.write(file, kept);
    }
  }

  @Test
  void predict_withoutASourceFolder_answersWithTheModelOfTheJar() throws IOException {
    Captured elsewhere = at(home.resolve("empty"), CLIP.toString(), "--json");
    assertThat(Json.mapper().readTree(elsewhere.out()).path("engine").asText())
        .as(elsewhere.err())
        .isEqualTo("onnx int8");
    assertThat(answer(elsewhere).path("scores")).hasSize(4);
  }

  private static JsonNode answer(Captured captured) throws IOException {
    assertThat(captured.exitCode()).as(captured.err()).isZero();
    return Json.mapper().readTree(captured.out()).path("predictions").path(0);
  }

  private static Captured bundled(String... args) {
    return at(home, args);
  }

  /** As started from another folder of Emoglot. */
  private static Captured at(Path folder, String... args) {
    String before = String.valueOf(System.getProperty("emoglot.home"));
    System.setProperty("emoglot.home", folder.toString());
    try {
      String[] all = new String[args.length + 1];
      all[0] = "predict";
      System.arraycopy(args, 0, all, 1, args.length);
      return Captured.run(all);
    } finally {
      System.setProperty("emoglot.home", before);
    }
  }

  /** A clip of speech, again and again, with pauses between: 16 bit, mono, 16 kHz. */
  private static void write(Path file) throws IOException {
    float[] clip = new AudioReader(AudioOptions.defaults()).read(CLIP).samples();
    int rate = 16_000;
    int bytes = 2 * CLIPS * (PAUSE_SECONDS * rate + clip.length);
    ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(2 * rate);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
    for (int c = 0; c < CLIPS; c++) {
      wav.position(wav.position() + 2 * PAUSE_SECONDS * rate);
      for (float sample : clip) {
        wav.putShort((short) Math.round(32_767 * Math.max(-1, Math.min(1, sample))));
      }
    }
    Files.write(file, wav.array());
  }
}
