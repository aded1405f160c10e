package org.emoglot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gain alone changes nothing that is heard of a file of floats. */
class FloatLevelTest {

  private static final int RATE = 16_000;

  private final WavDecoder decoder = new WavDecoder();

  @TempDir Path folder;

  /** 60, 100 and 160 dB down, and in the units of 16- and 32-bit integers. */
  @ParameterizedTest
  @CsvSource({"1e-3,32", "1e-5,32", "1e-8,64", "32768,32", "2147483648,32", "32768,64"})
  void decode_floatsFarFromFullScale_areBroughtToAnOrdinaryLevel(double gain, int bits) {
    float[] speech = speech(1);
    AudioClip clip = decoder.decode(wav(speech(gain), bits));
    assertThat(clip.warnings()).singleElement().asString().contains("level of speech");
    float[] heard = clip.channels()[0];
    double scale = scale(speech, heard);
    assertThat(scale).isBetween(0.2, 5.0);
    for (int i = 0; i < speech.length; i++) {
      assertThat(heard[i] / scale).isCloseTo(speech[i], within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {3, 1, 0.3, 0.03})
  void decode_floatsAtAnOrdinaryLevel_areLeftAsTheyAre(double gain) {
    AudioClip clip = decoder.decode(wav(speech(gain), 32));
    assertThat(clip.channels()[0]).containsExactly(speech(gain));
    assertThat(clip.warnings()).isEmpty();
  }

  @Test
  void decode_silence_isLeftAsItIs() {
    AudioClip clip = decoder.decode(wav(new float[RATE], 32));
    assertThat(clip.channels()[0]).containsOnly(0);
    assertThat(clip.warnings()).isEmpty();
  }

  @Test
  void read_notANumberAmongQuietFloats_isRefusedWithItsPlace() {
    float[] quiet = speech(1e-4);
    quiet[700] = Float.NaN;
    Path file = wav(quiet, 32);
    assertThatThrownBy(() -> new AudioReader(AudioOptions.defaults()).read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("NaN at sample 700", file.toString());
  }

  private Path wav(float[] samples, int bits) {
    byte[] data =
        WavBytes.encode(new float[][] {samples}, WavBytes.FLOAT, bits, ByteOrder.LITTLE_ENDIAN);
    return WavBytes.riff().fmt(WavBytes.FLOAT, 1, RATE, bits).chunk("data", data).write(folder);
  }

  /** Half a second of noise at -20 dB between silences. */
  private static float[] speech(double gain) {
    float[] samples = new float[RATE];
    Random random = new Random(3);
    for (int i = RATE / 4; i < RATE * 3 / 4; i++) {
      samples[i] = (float) (gain * (float) (0.1 * random.nextGaussian()));
    }
    return samples;
  }

  private static double scale(float[] from, float[] to) {
    double product = 0;
    double power = 0;
    for (int i = 0; i < from.length; i++) {
      product += (double) from[i] * to[i];
      power += (double) from[i] * from[i];
    }
    return product / power;
  }
}
