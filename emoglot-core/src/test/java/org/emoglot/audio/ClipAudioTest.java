package org.emoglot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipAudioTest {

  private static final Path FILE = Path.of("long.wav");
  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  /** Two seconds whose samples are their numbers. */
  private static final Waveform RECORDING = new Waveform(ramp(2 * RATE), RATE);

  private static float[] ramp(int length) {
    float[] samples = new float[length];
    for (int i = 0; i < length; i++) {
      samples[i] = i;
    }
    return samples;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.5, 0, 8000",
    "0.5, 1.25, 8000, 20000",
    "1.5, Infinity, 24000, 32000",
    "1.5, 2.05, 24000, 32000" // rounded beyond the end
  })
  void of_passage_isItsSamples(double start, double end, int from, int to) {
    AudioSource source = file -> RECORDING;
    Waveform heard = source.read(ClipAudio.whole(FILE).between(start, end));
    assertThat(heard.samples()).isEqualTo(Arrays.copyOfRange(RECORDING.samples(), from, to));
  }

  @ParameterizedTest
  @CsvSource({"1.9, 2.2", "2.0, Infinity", "7, 8"})
  void of_passageOutsideOfTheFile_saysHowLongItIs(double start, double end) {
    assertThatThrownBy(() -> ClipAudio.whole(FILE).between(start, end).of(RECORDING))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("long.wav")
        .hasMessageContaining("the file has 2.000 s");
  }

  @Test
  void of_whole_isTheRecordingItself() {
    ClipAudio whole = ClipAudio.whole(FILE);
    assertThat(whole.of(RECORDING)).isSameAs(RECORDING);
    assertThat(whole.isWhole()).isTrue();
    assertThat(whole.between(0, 2).isWhole()).isFalse();
    assertThat(whole).hasToString("long.wav");
    assertThat(whole.between(0.5, 1)).hasToString("long.wav (0.5 s to 1.0 s)");
    assertThatThrownBy(() -> whole.between(1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Half a second of zeros, one of noise at {@code level}, and zeros up to {@code seconds}. */
  private static Waveform padded(double level, double seconds) {
    Random random = new Random(7);
    float[] samples = new float[(int) (seconds * RATE)];
    for (int i = RATE / 2; i < RATE * 3 / 2; i++) {
      samples[i] = (float) (level * random.nextGaussian());
    }
    return new Waveform(samples, RATE);
  }

  @Test
  void trimAndLevel_paddingAndGain_leaveNoTrace() {
    Waveform quiet = Conditioning.TRIM_AND_LEVEL.of(padded(0.003, 3.7));
    Waveform loud = Conditioning.TRIM_AND_LEVEL.of(padded(0.2, 2.9));
    assertThat(quiet.samples()).hasSize(RATE);
    assertThat(loud.samples()).hasSize(RATE);
    for (int i = 0; i < RATE; i++) {
      assertThat(quiet.samples()[i]).isCloseTo(loud.samples()[i], within(1e-5f));
    }
    double power = 0;
    for (float sample : quiet.samples()) {
      power += sample * sample / RATE;
    }
    assertThat(10 * Math.log10(power)).isCloseTo(-26, within(0.1));
  }

  @Test
  void trimAndLevel_pausesInside_stay() {
    float[] samples = new float[2 * RATE];
    Random random = new Random(3);
    for (int i = 0; i < samples.length; i++) {
      boolean pause = i > RATE / 2 && i < RATE;
      samples[i] = (float) ((pause ? 1e-4 : 0.1) * random.nextGaussian());
    }
    assertThat(Conditioning.TRIM_AND_LEVEL.of(new Waveform(samples, RATE)).samples())
        .hasSize(samples.length);
  }

  @Test
  void trimAndLevel_withoutSound_changesNothing() {
    for (float[] samples : new float[][] {new float[0], new float[1], new float[RATE], {0.5f}}) {
      Waveform silent = new Waveform(samples, RATE);
      assertThat(Conditioning.TRIM_AND_LEVEL.of(silent).samples()).isEqualTo(samples);
    }
  }

  @Test
  void conditioning_id_readsBackAndAnotherIsRefused() {
    for (Conditioning conditioning : Conditioning.values()) {
      assertThat(Conditioning.of(conditioning.id())).isEqualTo(conditioning);
    }
    assertThatThrownBy(() -> Conditioning.of("louder"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("trim-level")
        .hasMessageContaining("'louder'");
  }
}
