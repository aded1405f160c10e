package org.emoglot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final LabelSet TWO = new LabelSet(List.of("no", "yes"));
  private static final LabelSet THREE = new LabelSet(List.of("a", "b", "c"));

  private static ConfusionMatrix two(long[]... rows) {
    return ConfusionMatrix.of(TWO, rows);
  }

  @Test
  void uar_unequalClasses_isTheMeanOfRecallsNotTheAccuracy() {
    ConfusionMatrix matrix = two(new long[] {90, 0}, new long[] {5, 5});
    assertThat(Metrics.uar(matrix, AbsentClass.NAN)).isCloseTo(0.75, within(1e-15));
    assertThat(Metrics.accuracy(matrix)).isCloseTo(0.95, within(1e-15));
  }

  @Test
  void absentClass_eachRule_isKept() {
    ConfusionMatrix matrix =
        ConfusionMatrix.of(THREE, new long[][] {{1, 0, 0}, {1, 1, 0}, {0, 0, 0}});
    assertThat(Metrics.uar(matrix, AbsentClass.SKIP)).isCloseTo(0.75, within(1e-15));
    assertThat(Metrics.uar(matrix, AbsentClass.ZERO)).isCloseTo(0.5, within(1e-15));
    assertThat(Metrics.uar(matrix, AbsentClass.NAN)).isNaN();
    assertThat(Metrics.recall(matrix, AbsentClass.NAN)[2]).isNaN();
    assertThat(Metrics.recall(matrix, AbsentClass.SKIP)[2]).isNaN();
    assertThat(Metrics.recall(matrix, AbsentClass.ZERO)[2]).isZero();
    assertThat(Metrics.macroF1(matrix, AbsentClass.NAN)).isNaN();
  }

  @Test
  void metrics_noPredictions_areUndefined() {
    ConfusionMatrix empty = ConfusionMatrix.of(TWO, new int[0], new int[0]);
    assertThat(empty.total()).isZero();
    assertThat(Metrics.accuracy(empty)).isNaN();
    assertThat(Metrics.uar(empty, AbsentClass.SKIP)).isNaN();
    assertThat(Metrics.uar(empty, AbsentClass.ZERO)).isZero();
  }

  @Test
  void confusionMatrix_byName_countsTruthByPrediction() {
    ConfusionMatrix matrix =
        ConfusionMatrix.of(TWO, List.of("no", "no", "yes"), List.of("yes", "no", "yes"));
    assertThat(matrix.byName())
        .isEqualTo(Map.of("no", Map.of("no", 1L, "yes", 1L), "yes", Map.of("no", 0L, "yes", 1L)));
    assertThat(matrix.support(0)).isEqualTo(2);
    assertThat(matrix.predicted(0)).isEqualTo(1);
    assertThat(matrix.count(0, 1)).isEqualTo(1);
    assertThat(matrix.correct()).isEqualTo(2);
    assertThat(matrix).hasToString("[no, yes] [[1, 1], [0, 1]]");
  }

  @Test
  void confusionMatrix_given_isCopiedInAndOut() {
    long[][] counts = {{1, 2}, {3, 4}};
    ConfusionMatrix matrix = two(counts);
    counts[0][0] = 99;
    matrix.toArray()[1][1] = 99;
    ConfusionMatrix same = two(new long[] {1, 2}, new long[] {3, 4});
    assertThat(matrix).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(matrix).isNotEqualTo(two(new long[] {1, 2}, new long[] {3, 5}));
    assertThat(matrix.labels()).isEqualTo(TWO);
  }

  @Test
  void plus_sameLabels_addsCellByCell() {
    ConfusionMatrix one = two(new long[] {1, 2}, new long[] {3, 4});
    assertThat(one.plus(one)).isEqualTo(two(new long[] {2, 4}, new long[] {6, 8}));
    ConfusionMatrix other = ConfusionMatrix.of(THREE, new int[0], new int[0]);
    assertThatThrownBy(() -> one.plus(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[no, yes]")
        .hasMessageContaining("[a, b, c]");
  }

  @Test
  void confusionMatrix_badInput_isRefusedWithValues() {
    assertThatThrownBy(() -> ConfusionMatrix.of(TWO, new int[3], new int[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Truth and prediction differ in length: 3 != 4.");
    assertThatThrownBy(() -> ConfusionMatrix.of(TWO, new int[] {0, 2}, new int[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("truth 1, found 2");
    assertThatThrownBy(() -> ConfusionMatrix.of(TWO, new int[1], new int[] {-1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prediction 0, found -1");
    assertThatThrownBy(() -> ConfusionMatrix.of(TWO, List.of("no"), List.of("maybe")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'maybe'");
    assertThatThrownBy(() -> two(new long[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 1");
    assertThatThrownBy(() -> two(new long[] {1, 2}, new long[] {1, -2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1");
  }

  @Test
  void bootstrap_sameSeed_isTheSameAndHoldsTheValue() {
    ConfusionMatrix matrix = two(new long[] {30, 8}, new long[] {12, 40});
    Interval interval = Bootstrap.uar(matrix, AbsentClass.SKIP, BootstrapOptions.DEFAULT);
    assertThat(Bootstrap.uar(matrix, AbsentClass.SKIP, BootstrapOptions.DEFAULT))
        .isEqualTo(interval);
    assertThat(Bootstrap.uar(matrix, AbsentClass.SKIP, new BootstrapOptions(2000, 0.95, 2)))
        .isNotEqualTo(interval);
    assertThat(interval.value()).isEqualTo(Metrics.uar(matrix, AbsentClass.SKIP));
    assertThat(interval.value()).isBetween(interval.low(), interval.high());
    assertThat(interval.level()).isEqualTo(0.95);
  }

  /** The standard error of UAR is sqrt(sum_k p_k (1 - p_k) / n_k) / K; 1.96 of it on each side. */
  @Test
  void bootstrap_largeSample_agreesWithTheNormalApproximation() {
    ConfusionMatrix matrix = two(new long[] {800, 200}, new long[] {1000, 1000});
    double error = Math.sqrt(0.8 * 0.2 / 1000 + 0.5 * 0.5 / 2000) / 2;
    Interval interval =
        Bootstrap.uar(matrix, AbsentClass.SKIP, new BootstrapOptions(4000, 0.95, 3));
    assertThat(interval.low()).isCloseTo(0.65 - 1.96 * error, within(0.1 * error));
    assertThat(interval.high()).isCloseTo(0.65 + 1.96 * error, within(0.1 * error));
  }

  @Test
  void bootstrap_perfectOrUndefined_staysSo() {
    ConfusionMatrix perfect = two(new long[] {5, 0}, new long[] {0, 5});
    assertThat(Bootstrap.uar(perfect, AbsentClass.SKIP, BootstrapOptions.DEFAULT))
        .isEqualTo(new Interval(1, 1, 1, 0.95));
    ConfusionMatrix absent = two(new long[] {5, 0}, new long[] {0, 0});
    assertThat(Bootstrap.uar(absent, AbsentClass.NAN, BootstrapOptions.DEFAULT).low()).isNaN();
  }

  @Test
  void quantile_betweenValues_isLinear() {
    double[] values = {4, 1, 3, 2};
    assertThat(Bootstrap.quantile(values, 0.5)).isEqualTo(2.5);
    assertThat(Bootstrap.quantile(values, 0)).isEqualTo(1);
    assertThat(Bootstrap.quantile(values, 1)).isEqualTo(4);
    assertThat(values).containsExactly(4, 1, 3, 2);
  }

  @Test
  void bootstrapOptions_badValues_areRefused() {
    assertThatThrownBy(() -> new BootstrapOptions(0, 0.95, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BootstrapOptions(10, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.0");
  }
}
