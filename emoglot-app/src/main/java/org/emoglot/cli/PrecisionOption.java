package org.emoglot.cli;

import org.emoglot.tensor.Bfloat16;
import org.emoglot.tensor.Precision;
import picocli.CommandLine.Option;

/** In which numbers an encoder that is asked computes. */
final class PrecisionOption {

  @Option(
      names = "--precision",
      paramLabel = "<precision>",
      completionCandidates = Choices.Precisions.class,
      description =
          "The number format of the encoder: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE},"
              + " also for a model that was trained in bf16). emoglot doctor says whether bf16 is"
              + " faster here.")
  private String precision = Precision.FP32.id();

  /**
   * What was chosen, with a remark if it is slow here: for figures, which must be repeatable.
   *
   * @throws org.emoglot.InvalidInputException if there is no such precision
   */
  Precision asIs(Output output) {
    Precision chosen = Precision.of(precision);
    remark(chosen, output);
    return chosen;
  }

  /**
   * What was chosen, or float32 with a remark if that is faster here: bfloat16 has no other
   * purpose.
   *
   * @throws org.emoglot.InvalidInputException if there is no such precision
   */
  Precision orFaster(Output output) {
    Precision chosen = Precision.of(precision);
    if (!isSlow(chosen)) {
      return chosen;
    }
    output.note("On this processor bf16 %s: computing in fp32.".formatted(Bfloat16.comparison()));
    return Precision.FP32;
  }

  /** Says so if a precision that will be used is slow here. */
  static void remark(Precision chosen, Output output) {
    if (isSlow(chosen)) {
      output.note(
          "On this processor bf16 %s; computing in bf16 as asked, so that the figures can be repeated."
              .formatted(Bfloat16.comparison()));
    }
  }

  private static boolean isSlow(Precision chosen) {
    return chosen == Precision.BF16 && !Bfloat16.pays();
  }
}
