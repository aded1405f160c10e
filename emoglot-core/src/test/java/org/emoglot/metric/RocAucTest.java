package org.emoglot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;

class RocAucTest {

  /** The example in the documentation of scikit-learn's roc_auc_score: 0.75. */
  @Test
  void oneVersusRest_ofAPublishedExample_hasItsArea() {
    double[][] scores = {{0.9, 0.1}, {0.6, 0.4}, {0.65, 0.35}, {0.2, 0.8}};
    int[] truth = {0, 0, 1, 1};

    assertThat(RocAuc.oneVersusRest(scores, truth)).containsExactly(0.75, 0.75);
  }

  @Test
  void oneVersusRest_ofAnyScores_equalsTheShareOfPairsInOrder() {
    SeededRandom random = SeededRandom.of(7, 1);
    double[][] scores = new double[60][3];
    int[] truth = new int[60];
    for (int i = 0; i < 60; i++) {
      truth[i] = (int) (3 * random.nextDouble());
      for (int k = 0; k < 3; k++) {
        scores[i][k] = Math.round(8 * random.nextDouble()) / 8.0; // with ties
      }
    }
    double[] areas = RocAuc.oneVersusRest(scores, truth);

    for (int k = 0; k < 3; k++) {
      double won = 0;
      long pairs = 0;
      for (int i = 0; i < 60; i++) {
        for (int j = 0; j < 60; j++) {
          if (truth[i] == k && truth[j] != k) {
            won += scores[i][k] > scores[j][k] ? 1 : scores[i][k] == scores[j][k] ? 0.5 : 0;
            pairs++;
          }
        }
      }
      assertThat(areas[k]).as("class %d", k).isCloseTo(won / pairs, within(1e-12));
    }
    assertThat(RocAuc.macro(areas)).isCloseTo((areas[0] + areas[1] + areas[2]) / 3, within(1e-12));
  }

  @Test
  void oneVersusRest_ofAClassThatNoClipHas_isNotANumberAndLeftOutOfTheMean() {
    double[][] scores = {{0.7, 0.2, 0.1}, {0.1, 0.8, 0.1}};

    double[] areas = RocAuc.oneVersusRest(scores, new int[] {0, 1});

    assertThat(areas).containsExactly(1, 1, Double.NaN);
    assertThat(RocAuc.macro(areas)).isEqualTo(1);
  }
}
