package org.emoglot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.statistics.Goldens;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  private static final double ROUNDING = 1e-12;

  /** SciPy's bounded search stops where the likelihood no longer tells: at the root of 1e-16. */
  private static final double TEMPERATURE_TOLERANCE = 1e-6;

  private static final Temperature NONE = new Temperature(1, 0, 0);

  private static double[][] probabilities(double[][] logits) {
    return Arrays.stream(logits).map(NONE::probabilities).toArray(double[][]::new);
  }

  private static Calibration of(double[][] probabilities, int... truth) {
    return Calibration.of(probabilities, truth, CalibrationOptions.DEFAULT);
  }

  @Test
  void calibration_golden_isTheSame() throws IOException {
    for (JsonNode node : Goldens.of("calibration")) {
      double[][] probabilities = probabilities(Goldens.rows(node.path("logits")));
      int[] truth = Goldens.classes(node.path("truth"));
      for (Map.Entry<String, JsonNode> entry : node.path("bins").properties()) {
        Calibration found =
            Calibration.of(
                probabilities,
                truth,
                new CalibrationOptions(Integer.parseInt(entry.getKey()), 1e-300));
        JsonNode expected = entry.getValue();
        assertThat(found.bins().stream().mapToInt(Calibration.Bin::count).toArray())
            .containsExactly(
                Arrays.stream(Goldens.numbers(expected.path("counts")))
                    .mapToInt(n -> (int) n)
                    .toArray());
        assertThat(found.ece()).isCloseTo(expected.path("ece").doubleValue(), within(ROUNDING));
        assertThat(found.mce()).isCloseTo(expected.path("mce").doubleValue(), within(ROUNDING));
        assertThat(found.nll()).isCloseTo(node.path("nll").doubleValue(), within(ROUNDING));
        assertThat(found.brier()).isCloseTo(node.path("brier").doubleValue(), within(ROUNDING));
      }
    }
  }

  @Test
  void undone_probabilitiesOfAnyTemperature_areThoseBefore() {
    double[] logits = {3, -1, 0.5, -6};
    for (double temperature : new double[] {0.2, 1, 1.7, 90}) {
      double[] scaled = new Temperature(temperature, 0, 0).probabilities(logits);

      assertThat(Temperature.undone(scaled, temperature))
          .as("temperature %s", temperature)
          .containsExactly(NONE.probabilities(logits), within(1e-12));
    }
  }

  @Test
  void undone_aProbabilityOfZero_staysZero() {
    assertThat(Temperature.undone(new double[] {1, 0}, 0.5)).containsExactly(1, 0);
  }

  @Test
  void temperature_golden_isTheSame() throws IOException {
    for (JsonNode node : Goldens.of("calibration")) {
      Temperature found =
          Temperature.fit(Goldens.rows(node.path("logits")), Goldens.classes(node.path("truth")));
      double expected = node.path("temperature").doubleValue();
      assertThat(found.value()).isCloseTo(expected, within(TEMPERATURE_TOLERANCE * expected));
      assertThat(found.before()).isCloseTo(node.path("nll").doubleValue(), within(ROUNDING));
      assertThat(found.after())
          .isCloseTo(node.path("nll_at_temperature").doubleValue(), within(ROUNDING));
    }
  }

  /** Truths are drawn from the softmax of z; logits of 3 z are then too sure by 3. */
  @Test
  void temperature_planted_isRecovered() {
    int items = 5000;
    double[][] logits = new double[items][4];
    int[] truth = new int[items];
    for (int i = 0; i < items; i++) {
      SeededRandom random = SeededRandom.of(1, i);
      for (int k = 0; k < 4; k++) {
        logits[i][k] = 4 * random.nextDouble();
      }
      double[] p = NONE.probabilities(logits[i]);
      double position = random.nextDouble();
      while (position >= p[truth[i]] && truth[i] < 3) {
        position -= p[truth[i]++];
      }
      for (int k = 0; k < 4; k++) {
        logits[i][k] *= 3;
      }
    }
    Temperature found = Temperature.fit(logits, truth);
    assertThat(found.value()).isCloseTo(3, within(0.2));
    assertThat(found.after()).isLessThan(found.before());
    double[][] scaled = Arrays.stream(logits).map(found::probabilities).toArray(double[][]::new);
    assertThat(of(scaled, truth).ece()).isLessThan(0.02);
    assertThat(of(probabilities(logits), truth).ece()).isGreaterThan(0.1);
    assertThat(of(scaled, truth).accuracy()).isEqualTo(of(probabilities(logits), truth).accuracy());
  }

  @Test
  void temperature_noMinimum_isTheEndOfTheRange() {
    assertThat(Temperature.fit(new double[][] {{3, 0}, {0, 2}}, new int[] {0, 1}).value())
        .isEqualTo(Temperature.LOWEST);
    assertThat(Temperature.fit(new double[][] {{3, 0}, {0, 2}}, new int[] {1, 0}).value())
        .isEqualTo(Temperature.HIGHEST);
  }

  /** Logits (n, 4) that answer {@code answered} of the clips rightly, by this margin. */
  private static double[][] answering(int clips, int answered, double margin, int[] truth) {
    double[][] logits = new double[clips][4];
    for (int i = 0; i < clips; i++) {
      truth[i] = i % 4;
      logits[i][(i < answered ? i : i + 1) % 4] = margin;
    }
    return logits;
  }

  @Test
  void temperature_withAPrior_staysInBoundsWhenEveryAnswerIsRight() {
    for (double margin : new double[] {1, 3, 6, 20}) {
      int[] truth = new int[95];
      double[][] logits = answering(95, 95, margin, truth);
      assertThat(Temperature.fit(logits, truth).value()).isEqualTo(Temperature.LOWEST);

      double fitted = Temperature.fit(logits, truth, Temperature.Prior.ABOUT_ONE).value();

      assertThat(fitted).as("margin %s", margin).isBetween(0.1, 1.1);
      double[] wrong = {margin / 4, 0, 0, 0};
      assertThat(new Temperature(fitted, 0, 0).probabilities(wrong)[0])
          .as("a hesitant answer stays one, margin %s", margin)
          .isLessThan(margin > 6 ? 0.999 : 0.9);
    }
  }

  @Test
  void temperature_withAPrior_staysInBoundsNearChance() {
    for (double margin : new double[] {0.5, 3, 6}) {
      int[] truth = new int[96];
      double[][] logits = answering(96, 24, margin, truth);
      assertThat(Temperature.fit(logits, truth).value()).isGreaterThan(20);

      double fitted = Temperature.fit(logits, truth, Temperature.Prior.ABOUT_ONE).value();

      assertThat(fitted).as("margin %s", margin).isBetween(1.0, 12.0);
      assertThat(new Temperature(fitted, 0, 0).probabilities(logits[0])[0])
          .as("no answer of a guesser is sure, margin %s", margin)
          .isLessThan(0.5);
    }
  }

  /** With many clips the prior does not tell. */
  @Test
  void temperature_withAPriorAndManyClips_isThatOfLeastNegativeLogLikelihood() {
    int[] truth = new int[4000];
    double[][] logits = answering(4000, 2600, 4, truth);

    assertThat(Temperature.fit(logits, truth, Temperature.Prior.ABOUT_ONE).value())
        .isCloseTo(Temperature.fit(logits, truth).value(), within(0.02));
    assertThat(Temperature.fit(logits, truth, new Temperature.Prior(0, 1000)).value())
        .isCloseTo(Temperature.fit(logits, truth).value(), within(1e-4));
  }

  @Test
  void bins_onAnEdge_countBelowIt() {
    Calibration found =
        Calibration.of(
            new double[][] {{0.6, 0.4}, {0.61, 0.39}, {0, 1}, {0.8, 0.2}},
            new int[] {0, 1, 1, 0},
            new CalibrationOptions(5, 1e-7));
    assertThat(found.bins()).extracting(Calibration.Bin::count).containsExactly(0, 0, 1, 2, 1);
    assertThat(found.bins().get(0).accuracy()).isNaN();
    assertThat(found.bins().get(0).confidence()).isNaN();
    assertThat(found.bins().get(3).confidence()).isCloseTo(0.705, within(1e-15));
    assertThat(found.bins().get(3).low()).isEqualTo(0.6);
    assertThat(found.bins().get(3).high()).isEqualTo(0.8);
    assertThat(found.accuracy()).isEqualTo(0.75);
    assertThat(found.confidence()).isCloseTo(0.7525, within(1e-15));
    assertThat(found.ece()).isCloseTo((0.4 + 2 * 0.205 + 0) / 4, within(1e-15));
    assertThat(found.mce()).isCloseTo(0.4, within(1e-15));
  }

  @Test
  void nll_impossibleTruth_countsAsTheSmallest() {
    assertThat(of(new double[][] {{1, 0}}, 1).nll()).isCloseTo(-Math.log(1e-7), within(1e-12));
    assertThat(of(new double[][] {{1, 0}}, 1).brier()).isEqualTo(2);
    assertThat(of(new double[][] {{1, 0}}, 0).nll()).isZero();
    assertThat(of(new double[][] {{0.25, 0.25, 0.25, 0.25}}, 3).nll())
        .isCloseTo(Math.log(4), within(1e-15));
  }

  @Test
  void calibration_badInput_isRefusedWithValues() {
    assertThatThrownBy(() -> of(new double[3][2], 0, 0, 0, 0))
        .hasMessage("Scores and truth differ in length: 3 != 4.");
    assertThatThrownBy(() -> of(new double[0][2]))
        .hasMessage("Expected at least one answer, found none.");
    assertThatThrownBy(() -> of(new double[][] {{1, 0}, {1}}, 0, 0))
        .hasMessage("Expected 2 scores in row 1, found 1.");
    assertThatThrownBy(() -> of(new double[][] {{1, 0}}, 2))
        .hasMessage("Expected a label index below 2 as truth 0, found 2.");
    assertThatThrownBy(() -> of(new double[][] {{1.5, -0.5}}, 0))
        .hasMessage("Expected probabilities between 0 and 1, found 1.5 in row 0.");
    assertThatThrownBy(() -> of(new double[][] {{0.5, 0.4}}, 0))
        .hasMessage("Expected the probabilities of row 0 to sum to 1, found 0.9.");
    assertThatThrownBy(() -> Temperature.fit(new double[][] {{0, Double.NaN}}, new int[1]))
        .hasMessage("Expected finite logits, found NaN in row 0.");
    assertThatThrownBy(() -> new CalibrationOptions(0, 0.5)).hasMessageContaining("found 0");
    assertThatThrownBy(() -> new CalibrationOptions(5, 0)).hasMessageContaining("0.0");
  }
}
