package org.emoglot.statistics;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.data.LabelSet;
import org.emoglot.metric.Answers;
import org.emoglot.sampling.SeededRandom;

/** Answers whose true recalls are known, to two classes. */
final class Simulated {

  static final LabelSet TWO = new LabelSet(List.of("no", "yes"));

  private Simulated() {}

  /**
   * Runs that share half of their luck on an item, as seeds of a system do.
   *
   * @param recalls true recall of each class
   * @param seed of the data
   */
  static List<Answers> runs(int count, int itemsOfClass, double[] recalls, long seed) {
    List<Answers> runs = new ArrayList<>();
    for (int run = 0; run < count; run++) {
      List<String> items = new ArrayList<>();
      List<String> truth = new ArrayList<>();
      List<String> predicted = new ArrayList<>();
      for (int k = 0; k < recalls.length; k++) {
        for (int n = 0; n < itemsOfClass; n++) {
          boolean shared = SeededRandom.of(seed, 0, k, n).nextDouble() < 0.5;
          double luck = SeededRandom.of(seed, shared ? 1 : 2 + run, k, n).nextDouble();
          items.add(k + "-" + n);
          truth.add(TWO.name(k));
          predicted.add(TWO.name(luck < recalls[k] ? k : 1 - k));
        }
      }
      runs.add(Answers.of(TWO, items, truth, predicted));
    }
    return runs;
  }
}
