package org.emoglot.cli;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.classifier.AnswerSets;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;

/**
 * An answer in a few words: {@code angry}, {@code angry (or happy)}, {@code uncertain (angry)},
 * which leaves most emotions possible, {@code no speech}.
 */
final class EmotionCell {

  private static final String NO_SPEECH = "no speech";

  /** Other emotions that are named; more are counted. */
  private static final int NAMED = 2;

  private EmotionCell() {}

  static String of(Prediction prediction) {
    return prediction.speech()
        ? text(
            prediction.label(),
            others(prediction),
            prediction.scores().size(),
            prediction.uncertain())
        : NO_SPEECH;
  }

  private static List<String> others(Prediction prediction) {
    return prediction.answers().stream()
        .filter(answer -> !answer.equals(prediction.label()))
        .toList();
  }

  /**
   * @param of how many labels there are
   */
  private static String text(String label, List<String> others, int of, boolean uncertain) {
    if (uncertain) {
      return "uncertain (%s)".formatted(label);
    }
    return others.isEmpty() ? label : "%s (or %s)".formatted(label, named(others, of));
  }

  private static String named(List<String> others, int of) {
    if (others.size() <= NAMED) {
      return String.join(", ", others);
    }
    return others.size() == of - 1 ? "any other" : others.size() + " others";
  }

  /** Characters of the widest, whatever the answer. */
  static int width(LabelSet labels, AnswerSets sets) {
    List<String> texts = new ArrayList<>();
    int of = labels.size();
    for (String label : labels.names()) {
      texts.add(text(label, List.of(), of, true));
      List<String> others =
          labels.names().stream()
              .filter(other -> !other.equals(label))
              .sorted((a, b) -> Integer.compare(b.length(), a.length()))
              .toList();
      for (int size = 1; sets.exist() && size <= others.size(); size++) {
        texts.add(text(label, others.subList(0, size), of, false));
      }
    }
    return AnswerTable.longest(texts);
  }
}
