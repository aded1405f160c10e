package org.emoglot.cli;

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
   * What was chosen.
   *
   * @throws org.emoglot.InvalidInputException if there is no such precision
   */
  Precision value() {
    return Precision.of(precision);
  }
}
