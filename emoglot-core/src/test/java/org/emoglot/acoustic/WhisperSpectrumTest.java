package org.emoglot.acoustic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values themselves are compared with transformers' in emoglot-model. */
class WhisperSpectrumTest {

  private static final int RATE = 16_000;

  @ParameterizedTest
  @CsvSource({"0, 0", "200, 0", "201, 1", "319, 1", "320, 2", "16000, 100", "480000, 3000"})
  void frames_ofSamples_areOneEvery10Milliseconds(int samples, int frames) {
    assertThat(WhisperSpectrum.frames(samples)).isEqualTo(frames);
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 128})
  void logEnergies_tone_areHighestInItsBand(int bands) {
    float[] low = new WhisperSpectrum(bands).logEnergies(tone(200));
    float[] high = new WhisperSpectrum(bands).logEnergies(tone(4000));
    assertThat(low).hasSize(100 * bands);
    int middle = 50 * bands;
    int lowest = loudest(low, middle, bands);
    assertThat(loudest(high, middle, bands)).as("band of 4 kHz").isGreaterThan(2 * lowest);
  }

  @Test
  void logEnergies_ofTenTimesTheLevel_areHalfHigher() {
    float[] soft = tone(440);
    float[] loud = soft.clone();
    IntStream.range(0, loud.length).forEach(i -> loud[i] *= 10);
    float[] ofSoft = new WhisperSpectrum(80).logEnergies(soft);
    float[] ofLoud = new WhisperSpectrum(80).logEnergies(loud);
    int band = loudest(ofSoft, 50 * 80, 80);
    // 100 times the power is 2 in the logarithm, a quarter of which is heard
    assertThat(ofLoud[50 * 80 + band] - ofSoft[50 * 80 + band]).isBetween(0.499f, 0.501f);
  }

  @Test
  void logEnergies_silence_areTheFloor() {
    assertThat(new WhisperSpectrum(80).logEnergies(new float[1600])).containsOnly(-1.5f);
  }

  @Test
  void logEnergies_anyClip_spanAtMostTheRange() {
    float[] click = new float[4000];
    click[1000] = 1;
    float[] energies = new WhisperSpectrum(80).logEnergies(click);
    float highest = Float.NEGATIVE_INFINITY;
    float lowest = Float.POSITIVE_INFINITY;
    for (float energy : energies) {
      highest = Math.max(highest, energy);
      lowest = Math.min(lowest, energy);
    }
    assertThat(highest - lowest).isBetween(1.9999f, 2.0001f);
  }

  private static float[] tone(double hertz) {
    float[] samples = new float[RATE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.05 * Math.sin(2 * Math.PI * hertz * i / RATE));
    }
    return samples;
  }

  private static int loudest(float[] energies, int at, int bands) {
    return IntStream.range(0, bands)
        .boxed()
        .max((one, other) -> Float.compare(energies[at + one], energies[at + other]))
        .orElseThrow();
  }
}
