package org.emoglot.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.BundledModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled model on an invented corpus. */
class MiniBenchmarkTest {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;
  private static final Path SPEECH =
      Path.of(System.getProperty("emoglot.home")).resolve("demo/speech/de/f1/sad_01.flac");

  @TempDir Path folder;

  @Test
  void measure_someClips_givesFiguresOfTheModelAndOfTheirLength() throws IOException {
    Path manifest = corpus(10);

    List<Waveform> clips = MiniBenchmark.clips(manifest, 5);
    MiniBenchmark.Figures figures = MiniBenchmark.measure(BundledModel.folder(), clips, 20, 2);

    assertThat(clips).extracting(Waveform::seconds).containsExactly(1.0, 1.2, 1.4, 1.6, 1.8);
    assertThat(figures.clips()).isEqualTo(5);
    assertThat(figures.clipSeconds()).isCloseTo(7, within(1e-9));
    assertThat(figures.recordingSeconds()).isCloseTo(20, within(1e-9));
    assertThat(figures.recordingSegments()).isPositive();
    assertThat(figures.parameters()).isBetween(10_000_000L, 30_000_000L);
    assertThat(figures.folderBytes())
        .as("weights of at least one byte, and texts")
        .isGreaterThan(figures.parameters());
    assertThat(List.of(figures.loadSeconds(), figures.clipFactor(), figures.recordingFactor()))
        .allSatisfy(value -> assertThat(value).isPositive().isLessThan(60));
    assertThat(figures.recordingPeakMib()).isGreaterThanOrEqualTo(figures.clipPeakMib());
    assertThat(figures.clipPeakMib()).as("this process, MiB").isGreaterThan(50);
  }

  /** Clips of 1.0 s, 1.1 s and so on in a corpus. */
  private Path corpus(int clips) throws IOException {
    Files.createDirectories(folder.resolve("A"));
    float[] speech = new AudioReader(AudioOptions.defaults()).read(SPEECH).samples();
    StringBuilder manifest = new StringBuilder("corpus\tpath\n");
    for (int i = 0; i < clips; i++) {
      int count = RATE + i * RATE / 10;
      ByteBuffer wav = ByteBuffer.allocate(44 + 2 * count).order(ByteOrder.LITTLE_ENDIAN);
      wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * count);
      wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
      wav.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
      wav.putShort((short) 2).putShort((short) 16);
      wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * count);
      for (int n = 0; n < count; n++) {
        wav.putShort((short) (32_767 * speech[n % speech.length]));
      }
      Files.write(folder.resolve("A/" + i + ".wav"), wav.array());
      manifest.append("A\t").append(i).append(".wav\n");
    }
    return Files.writeString(folder.resolve("manifest.tsv"), manifest);
  }
}
