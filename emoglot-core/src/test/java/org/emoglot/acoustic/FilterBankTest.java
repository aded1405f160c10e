package org.emoglot.acoustic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FilterBankTest {

  private static final double[] BINS = {0, 1, 2, 3, 4, 5, 6};

  @Test
  void apply_triangles_weighsBinsByTheirHeight() {
    FilterBank bank = FilterBank.triangles(BINS, new double[] {0, 2, 4, 6});
    double[] out = new double[3];
    bank.apply(new double[] {1000, 1, 10, 100, 1, 1, 1000}, out, 1);
    assertThat(bank.bands()).isEqualTo(2);
    // 1 / 2 + 10 + 100 / 2 and 100 / 2 + 1 + 1 / 2
    assertThat(out).containsExactly(0, 60.5, 51.5);
  }

  @Test
  void triangles_narrowerThanABin_areEmpty() {
    FilterBank bank = FilterBank.triangles(BINS, new double[] {2.1, 2.4, 2.8});
    double[] out = {7};
    bank.apply(new double[] {1, 1, 1, 1, 1, 1, 1}, out, 0);
    assertThat(out).containsExactly(0);
  }

  @Test
  void scaled_ofABand_isItsEnergyTimesTheFactor() {
    FilterBank bank =
        FilterBank.triangles(BINS, new double[] {0, 2, 4, 6}).scaled(band -> band + 1);
    double[] out = new double[2];
    bank.apply(new double[] {1, 1, 1, 1, 1, 1, 1}, out, 0);
    assertThat(out).containsExactly(2, 4);
  }
}
