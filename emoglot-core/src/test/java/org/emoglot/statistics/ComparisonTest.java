package org.emoglot.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.metric.Metrics;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static Comparison compare(List<Answers> first, List<Answers> second) {
    return Comparison.of(
        first, second, AbsentClass.SKIP, BootstrapOptions.DEFAULT, new PermutationOptions(2000, 1));
  }

  @Test
  void of_plantedDifference_isFound() {
    List<Answers> better = Simulated.runs(3, 100, new double[] {0.85, 0.8}, 1);
    List<Answers> worse = Simulated.runs(3, 100, new double[] {0.6, 0.65}, 2);
    Comparison found = compare(better, worse);
    assertThat(found.runs()).isEqualTo(3);
    assertThat(found.items()).isEqualTo(200);
    assertThat(found.uar().value()).isCloseTo(0.2, within(0.08));
    assertThat(found.uar().low()).as(found.uar().toString()).isPositive();
    assertThat(found.macroF1().low()).as(found.macroF1().toString()).isPositive();
    assertThat(found.permutation().p()).isLessThan(0.001);
    assertThat(found.permutation().difference()).isCloseTo(found.uar().value(), within(1e-12));
    assertThat(found.mcNemar()).hasSize(3).allMatch(test -> test.p() < 0.05);
  }

  @Test
  void of_theOtherWayRound_changesTheSignOnly() {
    List<Answers> first = Simulated.runs(2, 30, new double[] {0.8, 0.7}, 1);
    List<Answers> second = Simulated.runs(2, 30, new double[] {0.6, 0.7}, 2);
    Comparison one = compare(first, second);
    Comparison other = compare(second, first);
    assertThat(other.uar().value()).isCloseTo(-one.uar().value(), within(1e-15));
    assertThat(other.permutation().p()).isEqualTo(one.permutation().p());
    assertThat(other.mcNemar().get(0).onlyFirst()).isEqualTo(one.mcNemar().get(0).onlySecond());
    assertThat(other.mcNemar().get(0).p()).isEqualTo(one.mcNemar().get(0).p());
  }

  @Test
  void of_theSameAnswers_isNoDifference() {
    List<Answers> runs = Simulated.runs(2, 20, new double[] {0.8, 0.7}, 1);
    Comparison found = compare(runs, runs);
    assertThat(found.uar().low()).isZero();
    assertThat(found.uar().high()).isZero();
    assertThat(found.permutation()).isEqualTo(new PermutationTest(0, 1, 1, true));
    assertThat(found.mcNemar().get(1)).isEqualTo(new McNemar(0, 0, 1));
  }

  /** Runs are paired by seed, items by name: another order is the same test. */
  @Test
  void mcNemar_otherOrderOfItems_isTheSame() {
    Answers first =
        Answers.of(
            Simulated.TWO,
            List.of("a", "b", "c"),
            List.of("no", "yes", "yes"),
            List.of("no", "yes", "no"));
    Answers second =
        Answers.of(
            Simulated.TWO,
            List.of("c", "a", "b"),
            List.of("yes", "no", "yes"),
            List.of("no", "yes", "no"));
    assertThat(McNemar.of(first, second)).isEqualTo(new McNemar(2, 0, 0.5));
  }

  /**
   * Of 400 pairs of equally good systems, whose seeds share half of their luck, at most 5 % and
   * three standard errors (1.1 points each) are called different.
   */
  @Test
  void permutationTest_noDifference_isRarelySignificant() {
    double[] recalls = {0.75, 0.6};
    int pairs = 400;
    int alarms = 0;
    for (int pair = 0; pair < pairs; pair++) {
      PermutationTest test =
          PermutationTest.uar(
              Simulated.runs(3, 30, recalls, 2L * pair),
              Simulated.runs(3, 30, recalls, 2L * pair + 1),
              AbsentClass.SKIP,
              new PermutationOptions(300, pair));
      if (test.p() <= 0.05) {
        alarms++;
      }
    }
    assertThat((double) alarms / pairs).as("false alarms").isBetween(0.01, 0.083);
  }

  /** More than 64 items that tell need more than one number of random bits. */
  @Test
  void permutationTest_manyItems_drawsSignsOfAll() {
    List<Answers> first = Simulated.runs(1, 500, new double[] {0.7, 0.7}, 1);
    List<Answers> second = Simulated.runs(1, 500, new double[] {0.66, 0.66}, 2);
    PermutationTest test =
        PermutationTest.uar(first, second, AbsentClass.SKIP, PermutationOptions.DEFAULT);
    McNemar mcNemar = McNemar.of(first.get(0), second.get(0));
    // With classes of one size both tests ask nearly the same.
    assertThat(test.p()).isCloseTo(mcNemar.p(), within(0.02)).isBetween(0.001, 0.9);
  }

  @Test
  void permutationTest_absentClass_followsTheRule() {
    List<String> items = List.of("a", "b", "c");
    List<String> truth = List.of("no", "no", "no");
    List<Answers> first =
        List.of(Answers.of(Simulated.TWO, items, truth, List.of("no", "no", "no")));
    List<Answers> second =
        List.of(Answers.of(Simulated.TWO, items, truth, List.of("yes", "yes", "yes")));
    PermutationOptions options = PermutationOptions.DEFAULT;
    assertThat(PermutationTest.uar(first, second, AbsentClass.SKIP, options))
        .isEqualTo(new PermutationTest(1, 0.25, 8, true));
    assertThat(PermutationTest.uar(first, second, AbsentClass.ZERO, options))
        .isEqualTo(new PermutationTest(0.5, 0.25, 8, true));
    PermutationTest undefined = PermutationTest.uar(first, second, AbsentClass.NAN, options);
    assertThat(undefined.p()).isNaN();
    assertThat(undefined.difference()).isNaN();
    assertThat(Metrics.uar(first.get(0).matrix(), AbsentClass.NAN)).isNaN();
  }

  @Test
  void of_badInput_isRefusedWithValues() {
    List<Answers> one = Simulated.runs(1, 3, new double[] {0.5, 0.5}, 1);
    List<Answers> two = Simulated.runs(2, 3, new double[] {0.5, 0.5}, 1);
    assertThatThrownBy(() -> compare(one, two))
        .hasMessage("Expected equal numbers of runs of both systems, at least one, found 1 and 2.");
    Answers none = Answers.of(Simulated.TWO, List.of(), List.of(), List.of());
    assertThatThrownBy(() -> compare(List.of(none), List.of(none)))
        .hasMessage("Expected at least one item, found none.");
    assertThatThrownBy(() -> new PermutationOptions(0, 1))
        .hasMessage("Expected at least 1 permutation, found 0.");
    assertThatThrownBy(() -> McNemar.of(-1, 2))
        .hasMessage("Expected counts of at least 0, found -1 and 2.");
    assertThatThrownBy(() -> Holm.adjust(0.1, Double.NaN))
        .hasMessage("Expected p-values between 0 and 1, found NaN at position 1.");
    assertThat(Holm.adjust()).isEmpty();
  }
}
