package org.emoglot.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioClip;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Downmix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real files that break decoders, against what SoX makes of them (reference/odd_audio_goldens.py).
 */
@Tag("corpora")
class OddAudioTest {

  /** The goldens have nine digits, and SoX rounds floats to 32-bit integers. */
  private static final double TOLERANCE = 1e-7;

  private static final String NEGATIVELY_CORRELATED = "EMOVO/m3/neu-m3-n1.wav";

  /** One line of the goldens: file, outcome, channels, rate, frames, rms, peak, spots. */
  static Stream<String> goldens() throws Exception {
    return Files.readAllLines(Samples.file("odd-audio.tsv")).stream().skip(1);
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void decode_oddFile_equalsSoxOrIsRefused(String golden) {
    String[] columns = golden.split("\t", -1);
    Path file = oddAudio().resolve(columns[0]);
    if (!columns[1].equals("decoded")) {
      assertThatThrownBy(() -> Samples.READER.read(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(file.toString());
      return;
    }
    AudioClip clip = Samples.READER.decode(file);
    float[][] channels = clip.channels();
    assertThat(channels).hasNumberOfRows(Integer.parseInt(columns[2]));
    assertThat(clip.sampleRate()).isEqualTo(Integer.parseInt(columns[3]));
    assertThat(clip.frames()).isEqualTo(Integer.parseInt(columns[4]));
    assertThat(rms(channels)).isCloseTo(Double.parseDouble(columns[5]), within(TOLERANCE));
    assertThat(peak(channels)).isCloseTo(Double.parseDouble(columns[6]), within(TOLERANCE));
    String[] spots = columns[7].split(" ");
    for (int k = 0; k < spots.length; k++) {
      int frame = (int) ((long) k * (clip.frames() - 1) / (spots.length - 1));
      assertThat((double) channels[k % channels.length][frame])
          .as("spot %d at frame %d", k, frame)
          .isCloseTo(Double.parseDouble(spots[k]), within(TOLERANCE));
    }
  }

  @Test
  void read_negativelyCorrelatedChannels_loudestKeepsMoreThanTheMean() {
    Path file = oddAudio().resolve(NEGATIVELY_CORRELATED);
    double mean = rms(Samples.READER.read(file).samples());
    double loudest = rms(new AudioReader(new AudioOptions(Downmix.LOUDEST)).read(file).samples());
    assertThat(20 * Math.log10(loudest / mean)).as("decibels won").isGreaterThan(3);
  }

  private static Path oddAudio() {
    Path folder = Samples.corpora().resolve("../fixtures/odd-audio");
    assumeThat(folder).as("odd recordings beside the corpora").isDirectory();
    return folder;
  }

  private static double rms(float[]... channels) {
    double sum = 0;
    for (float[] channel : channels) {
      for (float sample : channel) {
        sum += (double) sample * sample;
      }
    }
    return Math.sqrt(sum / channels.length / channels[0].length);
  }

  private static double peak(float[][] channels) {
    double peak = 0;
    for (float[] channel : channels) {
      for (float sample : channel) {
        peak = Math.max(peak, Math.abs(sample));
      }
    }
    return peak;
  }
}
