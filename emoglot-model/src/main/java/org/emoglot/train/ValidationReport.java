package org.emoglot.train;

import java.util.Map;
import org.emoglot.loop.Look;

/**
 * A look at the validation utterances of the training languages.
 *
 * @param step steps done before it
 * @param uar mean over the languages, in [0, 1]
 * @param uarByLanguage by language code
 * @param best whether these are the best weights so far
 * @param trainingLoss mean objective of the steps since the last look
 */
public record ValidationReport(
    long step, double uar, Map<String, Double> uarByLanguage, boolean best, double trainingLoss)
    implements Look {

  public ValidationReport {
    uarByLanguage =
        java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(uarByLanguage));
  }
}
