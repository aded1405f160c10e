package org.emoglot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {

  private static final int TO = 16_000;

  /** The rates of the corpora, and some that have no small ratio. At least 80 dB is asked for. */
  @ParameterizedTest
  @ValueSource(ints = {22_050, 24_000, 24_414, 32_000, 44_100, 47_999, 48_000, 96_000, 192_000})
  void apply_tonesAboveNewNyquist_areRejectedBy100Db(int from) {
    Resampler resampler = new Resampler(from, TO);
    double worst = Double.NEGATIVE_INFINITY;
    double at = 0;
    double nyquist = from / 2.0;
    for (double hz = 8001; hz < nyquist; hz += Math.max(53, (nyquist - 8000) / 97)) {
      double db = 20 * Math.log10(rms(middle(resampler.apply(tone(hz, from)))) * Math.sqrt(2));
      if (db > worst) {
        worst = db;
        at = hz;
      }
    }
    assertThat(worst).as("loudest alias from %d Hz, at %.0f Hz", from, at).isLessThan(-100);
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 11_025, 22_050, 24_000, 24_414, 44_100, 47_999, 48_000, 192_000})
  void apply_tonesInThePassBand_keepLevelAndPlace(int from) {
    Resampler resampler = new Resampler(from, TO);
    double pass = 0.92 * Math.min(from, TO) / 2;
    double worstRipple = 0;
    double worstError = 0;
    for (double hz = 50; hz <= pass; hz += (pass - 50) / 40) {
      float[] output = middle(resampler.apply(tone(hz, from)));
      float[] expected = middle(tone(hz, TO));
      worstRipple = Math.max(worstRipple, Math.abs(20 * Math.log10(rms(output) / rms(expected))));
      for (int i = 0; i < output.length; i++) {
        worstError = Math.max(worstError, Math.abs(output[i] - expected[i]));
      }
    }
    assertThat(worstRipple)
        .as("ripple in dB up to %.0f Hz from %d Hz", pass, from)
        .isLessThan(2e-4);
    assertThat(worstError).as("sample error, so no delay, from %d Hz", from).isLessThan(2e-5);
  }

  @ParameterizedTest
  @CsvSource({
    "48000,16000,0,0",
    "48000,16000,1,1",
    "48000,16000,3,1",
    "48000,16000,4,2",
    "24414,16000,24414,16000",
    "24414,16000,24415,16001",
    "8000,16000,5,10",
    "44100,16000,441,160",
    "16000,16000,77,77",
  })
  void apply_anyLength_givesTheCeilingOfTheRatio(int from, int to, int n, int expected) {
    Resampler resampler = new Resampler(from, to);
    assertThat(resampler.outputLength(n)).isEqualTo(expected);
    assertThat(resampler.apply(new float[n])).hasSize(expected);
  }

  @Test
  void apply_constant_staysConstantAwayFromTheEdges() {
    for (int from : new int[] {24_414, 44_100, 8000}) {
      float[] ones = new float[from];
      Arrays.fill(ones, 1);
      for (float value : middle(new Resampler(from, TO).apply(ones))) {
        assertThat(value).isBetween(0.999999f, 1.000001f);
      }
    }
  }

  @Test
  void apply_impulse_staysWhereItIs() {
    float[] impulse = new float[9600];
    impulse[4800] = 1;
    float[] output = new Resampler(48_000, TO).apply(impulse);
    int peak = 0;
    for (int i = 0; i < output.length; i++) {
      peak = Math.abs(output[i]) > Math.abs(output[peak]) ? i : peak;
    }
    assertThat(peak).isEqualTo(1600);
    assertThat(output[1590]).isEqualTo(output[1610]);
  }

  @Test
  void apply_sameRate_isTheInput() {
    float[] input = {1, 2, 3};
    assertThat(new Resampler(TO, TO).apply(input)).isSameAs(input);
  }

  @Test
  void new_impossibleRate_isRefused() {
    assertThatThrownBy(() -> new Resampler(0, TO)).hasMessageContaining("from 0");
    assertThatThrownBy(() -> new Resampler(TO, -1)).hasMessageContaining("to -1");
  }

  /** Half a second of a sine of amplitude 1. */
  private static float[] tone(double hz, int rate) {
    float[] samples = new float[rate / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) Math.sin(2 * Math.PI * hz * i / rate);
    }
    return samples;
  }

  /** Without the ends, where the silence around the input shows. */
  private static float[] middle(float[] samples) {
    int edge = 400;
    return Arrays.copyOfRange(samples, edge, samples.length - edge);
  }

  private static double rms(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += (double) sample * sample;
    }
    return Math.sqrt(sum / samples.length);
  }
}
