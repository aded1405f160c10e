package org.emoglot.report;

import org.emoglot.experiment.RunRecord;

/** How much of a table is there, in a few sentences. */
final class Summary {

  private Summary() {}

  static String of(RunSet set) {
    return "%d of %d cells%s are filled, by %d trainings.%s Figures are of %s."
        .formatted(
            set.runs().size(),
            set.settings().size() * set.systems().size() * set.seeds().size(),
            set.preset().isEmpty() ? "" : " of the preset " + set.preset(),
            set.trainings(),
            shared(set),
            part(set.set()));
  }

  private static String part(String set) {
    return switch (set) {
      case RunRecord.TEST -> "the test split of the target";
      case RunRecord.HELD_OUT ->
          "the target outside its training split, and its test split for the upper bound";
      default -> "the whole target corpus, and its test split for the upper bound";
    };
  }

  private static String shared(RunSet set) {
    return set.trainings() == set.runs().size()
        ? ""
        : " Settings with the same target share trainings where nothing depends on the source:"
            + " their rows in the first table are equal, and no evidence of their own. Everywhere"
            + " else such a training is counted and listed once, with the settings that share it.";
  }
}
