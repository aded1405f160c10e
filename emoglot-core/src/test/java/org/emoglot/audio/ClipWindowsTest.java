package org.emoglot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clips of any length and passages, read in blocks. */
class ClipWindowsTest {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  @TempDir Path folder;
  private Path file = Path.of("");

  /** What every file holds. */
  private float[] samples = new float[0];

  private final AudioReader reader =
      new AudioReader(
          AudioOptions.defaults(),
          List.of(
              new AudioDecoder() {
                @Override
                public String formats() {
                  return "anything";
                }

                @Override
                public boolean accepts(byte[] head) {
                  return true;
                }

                @Override
                public AudioStream open(Path path) {
                  return AudioStream.of(new AudioClip(new float[][] {samples}, RATE, List.of()));
                }
              }));

  @BeforeEach
  void write() throws IOException {
    file = Files.write(folder.resolve("clip"), new byte[1]);
  }

  private void hold(int length) {
    samples = new float[length];
    for (int i = 0; i < length; i++) {
      samples[i] = i;
    }
  }

  @Test
  void forEach_clipsOfAnyLength_givesTheWindowsOfTheWhole() {
    for (int length :
        new int[] {1, 29 * RATE, 30 * RATE + 1, 120 * RATE, 120 * RATE + 1, 5_000_001}) {
      hold(length);
      ClipWindows clip = ClipWindows.of(reader, ClipAudio.whole(file));
      assertThat(clip.samples()).isEqualTo(length);
      assertThat(clip.whole().isPresent()).isEqualTo(length <= 120 * RATE);
      List<float[]> found = new ArrayList<>();
      clip.forEach(window -> found.add(window.samples()));
      List<float[]> expected =
          Windows.of(new Waveform(samples, RATE)).stream().map(Waveform::samples).toList();
      assertThat(found).as("%d samples", length).hasSameSizeAs(expected);
      for (int i = 0; i < found.size(); i++) {
        assertThat(Arrays.equals(found.get(i), expected.get(i))).as("window %d", i).isTrue();
        assertThat(clip.samples(i)).isEqualTo(expected.get(i).length);
      }
    }
  }

  @Test
  void forEach_fileThatHasChanged_isRefused() {
    for (int change : new int[] {-1, 1}) {
      hold(130 * RATE);
      ClipWindows clip = ClipWindows.of(reader, ClipAudio.whole(file));
      hold(130 * RATE + change);
      assertThatThrownBy(() -> clip.forEach(window -> {}))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("when it was read again, found another length")
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void read_passageOfALongFile_isThatOfTheWhole() {
    hold(40 * RATE + 17);
    Waveform all = reader.read(file);
    double[][] passages = {
      {0, 1}, {0.25, 39.5}, {17.0001, 17.9}, {39, 40.05}, {0.1, Double.POSITIVE_INFINITY}
    };
    for (double[] times : passages) {
      ClipAudio clip = ClipAudio.whole(file).between(times[0], times[1]);
      assertThat(Arrays.equals(reader.read(clip).samples(), clip.of(all).samples()))
          .as(clip.toString())
          .isTrue();
    }
    double[][] outside = {{0, 41}, {41, 42}, {41, Double.POSITIVE_INFINITY}, {1, 1.00001}};
    for (double[] times : outside) {
      ClipAudio clip = ClipAudio.whole(file).between(times[0], times[1]);
      assertThatThrownBy(() -> reader.read(clip))
          .as(clip.toString())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("found that the file has 40.001 s: correct its times.");
    }
  }
}
