package org.emoglot.train;

import java.util.Map;
import org.emoglot.loop.ValidationResult;

/**
 * The result of a validation on the training languages.
 *
 * @param step steps done before it; of a fitted head, iterations of its search
 * @param uar mean over the languages, in [0, 1]
 * @param uarByLanguage by language code
 * @param best whether these are the best weights so far
 * @param trainingLoss mean objective of the steps since the last validation; of a fitted head, the
 *     minimum
 */
public record ValidationReport(
    long step, double uar, Map<String, Double> uarByLanguage, boolean best, double trainingLoss)
    implements ValidationResult {

  public ValidationReport {
    uarByLanguage =
        java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(uarByLanguage));
  }
}
