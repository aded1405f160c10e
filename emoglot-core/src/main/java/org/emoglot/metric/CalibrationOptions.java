package org.emoglot.metric;

/**
 * How calibration is measured.
 *
 * @param bins of equal width over [0, 1], at least 1
 * @param smallest probability of the truth that the log likelihood tells apart from 0, in (0, 1):
 *     what is below counts as this, since one rounded 0 would make the mean infinite
 */
public record CalibrationOptions(int bins, double smallest) {

  /** Ten bins, since many test sets have fewer than 100 clips; 1e-7. */
  public static final CalibrationOptions DEFAULT = new CalibrationOptions(10, 1e-7);

  public CalibrationOptions {
    if (bins < 1 || !(smallest > 0 && smallest < 1)) {
      throw new IllegalArgumentException(
          "Expected at least 1 bin and a smallest probability between 0 and 1, found %d and %s."
              .formatted(bins, smallest));
    }
  }
}
