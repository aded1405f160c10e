package org.emoglot.acoustic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtteranceStatisticsTest {

  private static final int RATE = 16_000;

  @Test
  void of_anyClip_hasItsSpectrumWhereItIsSaidToBe() {
    List<String> names = List.copyOf(UtteranceStatistics.of(new float[400]).keySet());
    int from = UtteranceStatistics.SPECTRUM;
    int last = from + UtteranceStatistics.SPECTRUM_BANDS - 1;
    assertThat(names.get(from)).isEqualTo("spectrum.0");
    assertThat(names.get(last)).isEqualTo("spectrum.19");
    assertThat(names.get(last + 1)).isEqualTo("spectrum_deviation.0");
  }

  @Test
  void of_levelOfTheRecording_changesLittle() {
    float[] loud = gliding(150, 1.0);
    float[] soft = gliding(150, 0.1);
    Map<String, Double> expected = UtteranceStatistics.of(loud);
    UtteranceStatistics.of(soft)
        .forEach(
            (name, value) ->
                assertThat(value).as(name).isCloseTo(expected.get(name), within(0.05)));
  }

  @Test
  void of_glide_hasItsSpreadOfPitchAndRises() {
    Map<String, Double> glide = UtteranceStatistics.of(gliding(150, 1.0));
    // log pitch is uniform from 150 to 225 Hz
    assertThat(glide.get("pitch.0")).isCloseTo(Math.log(1.5) / Math.sqrt(12), within(0.01));
    assertThat(glide.get("pitch_contour.0")).isCloseTo(glide.get("pitch.0"), within(0.01));
    assertThat(glide.get("pitch_contour.1")).isPositive();
    assertThat(glide.get("pitch_contour.2")).isNegative();
    assertThat(glide.get("rhythm.0")).as("share of voice").isGreaterThan(0.95);
  }

  @Test
  void of_higherVoice_hasTheSamePitchStatistics() {
    Map<String, Double> low = UtteranceStatistics.of(gliding(110, 1.0));
    Map<String, Double> high = UtteranceStatistics.of(gliding(220, 1.0));
    assertThat(high.get("pitch.0")).isCloseTo(low.get("pitch.0"), within(0.01));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 559, 560, 720, 4_000, 16_000})
  void of_silenceAndClicks_isFinite(int samples) {
    float[] click = new float[samples];
    click[samples / 2] = 1;
    for (float[] clip : List.of(new float[samples], click)) {
      assertThat(UtteranceStatistics.of(clip).values()).allMatch(Double::isFinite);
    }
  }

  /** A second of harmonics from a pitch to half more than it, by equal ratios in equal times. */
  private static float[] gliding(double hertz, double level) {
    float[] clip = new float[RATE];
    double phase = 0;
    for (int i = 0; i < clip.length; i++) {
      phase += 2 * Math.PI * hertz * Math.pow(1.5, (double) i / clip.length) / RATE;
      double sum = 0;
      for (int k = 1; k <= 10; k++) {
        sum += Math.sin(k * phase) / k;
      }
      clip[i] = (float) (0.2 * level * sum);
    }
    return clip;
  }
}
