package org.emoglot.unlabelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UsualOffsetTest {

  private static final double[][] WITHIN = diagonal(1, 1);

  private static double[][] diagonal(double first, double second) {
    return new double[][] {
      {first, 0, -first}, {0, second, -second}, {-first, -second, first + second}
    };
  }

  private static SourceLogits source(double[][] between, int corpora) {
    return new SourceLogits(new double[3], new double[3][3], WITHIN, between, 6, 100, corpora, 0);
  }

  private static double unusual(SourceLogits source, double first, double second) {
    return UsualOffset.unusual(source, new double[] {first, second, -first - second});
  }

  /** Both covariances are alike, so the squared distance is 4. */
  @Test
  void unusual_oneCorpus_isByTheCovarianceWithin() {
    assertThat(unusual(source(WITHIN, 1), 2, 0)).isEqualTo(1 - 0.8 / 4, within(1e-5));
    assertThat(unusual(source(WITHIN, 1), 0, 0.8)).isZero();
    assertThat(unusual(source(WITHIN, 1), 0, 0)).isZero();
  }

  @Test
  void unusual_scatterOfAnotherSize_isTheSame() {
    SourceLogits small = source(diagonal(0.01, 0.03), 7);
    SourceLogits large = source(diagonal(1, 3), 7);

    assertThat(unusual(small, 2, 1)).isEqualTo(unusual(large, 2, 1), within(1e-9));
  }

  /** S = (6 diag(1.9, 0.1) + diag(1, 1)) / 7, by hand. */
  @Test
  void unusual_whereCorporaDiffer_isLessThanWhereTheyAgree() {
    SourceLogits source = source(diagonal(0.19, 0.01), 7);

    assertThat(unusual(source, 2, 0)).isEqualTo(1 - 0.8 / (4 * 7 / 12.4), within(1e-5));
    assertThat(unusual(source, 0, 2)).isEqualTo(1 - 0.8 / (4 * 7 / 1.6), within(1e-5));
  }

  @Test
  void unusual_corporaThatAllAgree_staysFinite() {
    assertThat(unusual(source(new double[3][3], 5), 2, 0)).isBetween(0.9, 1.0);
  }
}
