package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.corpus.Corpus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of files that are not as their headers announce. */
class OddAudioCommandTest {

  @TempDir Path folder;
  private float[] samples = new float[0];

  @BeforeEach
  void readOneClipOfTheDemo() {
    Path clip = TinyRun.utterances(Corpus.of("synthetic-de")).get(0).path();
    samples = new AudioReader(AudioOptions.defaults()).read(clip).samples();
  }

  @Test
  void predict_truncatedFile_isAnsweredWithAWarning() throws IOException {
    byte[] whole = wav(1, 4 * samples.length);
    Path cut = Files.write(folder.resolve("cut.wav"), Arrays.copyOf(whole, whole.length * 2 / 3));
    Captured run = Captured.run("predict", "--quiet", cut.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("cut.wav");
    assertThat(run.err()).containsOnlyOnce("the file is truncated").contains(cut.toString());
  }

  @Test
  void predict_manyFilesNeverFinished_namesTheFirst() throws IOException {
    for (int i = 0; i < 25; i++) {
      Files.write(folder.resolve("clip%02d.wav".formatted(i)), wav(1, 0));
    }
    Captured run = Captured.run("predict", "--quiet", folder.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err().lines().filter(line -> line.contains("to the end of the file")))
        .hasSize(20);
    assertThat(run.err()).containsOnlyOnce("There are more such files");
  }

  /** 60 dB down, +200 %, and in the units of 16-bit integers. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 3, 32768})
  void predict_floatsWithAnotherGain_answersTheSame(double gain) throws IOException {
    JsonNode expected = predicted(wav(1, 4 * samples.length));
    JsonNode changed = predicted(wav(gain, 4 * samples.length));
    assertThat(changed.get("label")).isEqualTo(expected.get("label"));
    for (JsonNode score : expected.get("scores")) {
      String label = score.get("label").asText();
      assertThat(score(changed, label))
          .as(label)
          .isCloseTo(score.get("score").asDouble(), Offset.offset(0.1));
    }
  }

  private static double score(JsonNode prediction, String label) {
    for (JsonNode score : prediction.get("scores")) {
      if (score.get("label").asText().equals(label)) {
        return score.get("score").asDouble();
      }
    }
    throw new AssertionError("no " + label + " in " + prediction);
  }

  private JsonNode predicted(byte[] wav) throws IOException {
    Path file = Files.write(folder.resolve("clip.wav"), wav);
    Captured run = Captured.run("predict", "--json", "--quiet", file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out()).get("predictions").get(0);
  }

  /** A WAV file of 32-bit floats at 16 kHz. */
  private byte[] wav(double gain, int dataSize) {
    ByteBuffer bytes = ByteBuffer.allocate(44 + 4 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + dataSize);
    bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    bytes.putShort((short) 3).putShort((short) 1).putInt(16_000).putInt(64_000);
    bytes.putShort((short) 4).putShort((short) 32);
    bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(dataSize);
    for (float sample : samples) {
      bytes.putFloat((float) (gain * sample));
    }
    return bytes.array();
  }
}
