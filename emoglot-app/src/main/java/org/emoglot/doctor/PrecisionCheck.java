package org.emoglot.doctor;

import java.util.concurrent.CancellationException;
import java.util.function.DoubleSupplier;
import org.emoglot.tensor.Bfloat16;

/** Says which precision pays, by a short test of both. */
final class PrecisionCheck implements DoctorCheck {

  private static final String CHECK = "precision";

  private final DoubleSupplier speedUp;

  /** Measures. */
  PrecisionCheck() {
    this(Bfloat16::speedUp);
  }

  /**
   * @param speedUp measures how many times as fast bf16 is as fp32, or throws
   */
  PrecisionCheck(DoubleSupplier speedUp) {
    this.speedUp = speedUp;
  }

  @Override
  public Finding check() {
    try {
      double measured = speedUp.getAsDouble();
      return Finding.ok(
          CHECK,
          measured >= 1
              ? "fp32, or with less precision --precision bf16, which %s in a short test"
                  .formatted(Bfloat16.comparison(measured))
              : "fp32; bf16 %s in a short test".formatted(Bfloat16.comparison(measured)));
    } catch (CancellationException e) { // stopped while libraries were unpacked
      throw e;
    } catch (RuntimeException | LinkageError e) { // the check of the engine says why
      return Finding.ok(CHECK, "fp32; the engine does not load, so bf16 could not be timed");
    }
  }
}
