package org.emoglot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;

class GroupConformalTest {

  private static double[] evenly(int n, double from, double to) {
    return IntStream.rangeClosed(1, n).mapToDouble(i -> from + (to - from) * i / n).toArray();
  }

  private static double covered(double[] scores, double threshold) {
    return Arrays.stream(scores).filter(score -> score >= threshold).count()
        / (double) scores.length;
  }

  @Test
  void threshold_oneGroup_isItsQuantile() {
    assertThat(GroupConformal.threshold(List.of(evenly(100, 0, 1)), 0.9))
        .as("of 0.01 to 1, 90 are at least this")
        .isCloseTo(0.11, within(1e-12));
  }

  @Test
  void threshold_equalGroups_isTheQuantileOfEach() {
    List<double[]> groups = List.of(evenly(100, 0, 1), evenly(100, 0, 1), evenly(1000, 0, 1));
    assertThat(GroupConformal.threshold(groups, 0.9)).isCloseTo(0.11, within(0.01));
  }

  /** A thousand clips of an easy group do not drown ten of a hard one. */
  @Test
  void threshold_unequalGroups_countEachOnce() {
    double[] easy = evenly(1000, 0.5, 1);
    double[] hard = evenly(10, 0, 0.5);
    double threshold = GroupConformal.threshold(List.of(easy, hard, easy.clone()), 0.8);
    assertThat((2 * covered(easy, threshold) + covered(hard, threshold)) / 3)
        .isGreaterThanOrEqualTo(0.8);
    assertThat(threshold).isBetween(0.0, 0.3);
  }

  /** Groups that differ are covered less by a threshold that the others chose. */
  @Test
  void threshold_ofRandomGroups_coversNewOnesInTheMean() {
    SeededRandom random = SeededRandom.of(1);
    double mean = 0;
    double pooled = 0;
    int trials = 300;
    for (int trial = 0; trial < trials; trial++) {
      List<double[]> groups = new ArrayList<>();
      for (int g = 0; g < 9; g++) {
        double shift = random.nextDouble();
        groups.add(
            IntStream.range(0, 50 + 20 * g)
                .mapToDouble(i -> 0.5 * (shift + random.nextDouble()))
                .toArray());
      }
      double[] unseen = groups.remove(trial % 9);
      mean += covered(unseen, GroupConformal.threshold(groups, 0.9)) / trials;
      double[] all = groups.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
      pooled += covered(unseen, all[all.length / 10]) / trials;
    }
    assertThat(mean).isBetween(0.895, 0.95);
    assertThat(pooled).as("the quantile of all clips").isLessThan(mean);
  }

  @Test
  void threshold_thatNothingReaches_holdsEveryLabel() {
    assertThat(GroupConformal.threshold(List.of(evenly(5, 0, 0.1), evenly(5, 0.5, 0.6)), 0.95))
        .isZero();
  }
}
