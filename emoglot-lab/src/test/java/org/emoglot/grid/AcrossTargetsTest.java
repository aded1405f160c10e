package org.emoglot.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.emoglot.data.LabelSet;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.statistics.CellStatistics;
import org.junit.jupiter.api.Test;

class AcrossTargetsTest {

  private static final LabelSet LABELS = new LabelSet(List.of("happy", "sad"));

  /** A run with so many clips of each emotion, the first of which are answered rightly. */
  private static Answers run(int clips, int happyRight, int sadRight) {
    List<String> items = IntStream.range(0, 2 * clips).mapToObj(i -> "clip" + i).toList();
    List<String> truth =
        IntStream.range(0, 2 * clips).mapToObj(i -> i < clips ? "happy" : "sad").toList();
    List<String> predicted =
        IntStream.range(0, 2 * clips)
            .mapToObj(
                i -> {
                  boolean right = i < clips ? i < happyRight : i - clips < sadRight;
                  return right == i < clips ? "happy" : "sad";
                })
            .toList();
    return Answers.of(LABELS, items, truth, predicted);
  }

  @Test
  void of_oneTarget_isItsCell() {
    List<Answers> runs = List.of(run(10, 5, 7), run(10, 6, 9));
    CellStatistics cell = CellStatistics.of(runs, AbsentClass.SKIP, BootstrapOptions.DEFAULT);
    AcrossTargets one = AcrossTargets.of(List.of(runs));
    assertThat(one.uar()).isEqualTo(cell.uar());
    assertThat(one.macroF1()).isEqualTo(cell.macroF1());
  }

  @Test
  void of_twoTargets_countEachTheSameAndSpreadOverSeeds() {
    List<Answers> small = List.of(run(10, 5, 5), run(10, 10, 10)); // UAR 0.5, 1
    List<Answers> large = List.of(run(100, 50, 50), run(100, 50, 30)); // 0.5, 0.4
    AcrossTargets both = AcrossTargets.of(List.of(small, large));
    assertThat(both.uar().spread().count()).isEqualTo(2);
    assertThat(both.uar().mean()).isCloseTo((0.5 + 0.7) / 2, within(1e-12));
    assertThat(both.uar().spread().lowest()).isCloseTo(0.5, within(1e-12));
    assertThat(both.uar().spread().highest()).isCloseTo(0.7, within(1e-12));
  }

  @Test
  void of_targetAndItsCopy_hasANarrowerInterval() {
    List<Answers> runs = List.of(run(50, 25, 40));
    AcrossTargets one = AcrossTargets.of(List.of(runs));
    AcrossTargets twice = AcrossTargets.of(List.of(runs, runs));
    assertThat(twice.uar().mean()).isEqualTo(one.uar().mean());
    double width = one.uar().interval().high() - one.uar().interval().low();
    assertThat(twice.uar().interval().high() - twice.uar().interval().low())
        .isCloseTo(width / Math.sqrt(2), within(1e-12));
    assertThat(twice.uar().interval().level()).isEqualTo(one.uar().interval().level());
  }
}
