package org.emoglot.report;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.emoglot.experiment.RunRecord;
import org.emoglot.metric.Answers;

/** What the reader should know before the first figure. */
final class Summary {

  private Summary() {}

  /** A paragraph each. */
  static List<String> of(RunSet set) {
    return List.of(howMuch(set), about(set), reading(set));
  }

  private static String howMuch(RunSet set) {
    return "%d of %d cells%s are filled, by %d trainings.%s Figures are of %s."
        .formatted(
            set.runs().size(),
            set.settings().size() * set.systems().size() * set.seeds().size(),
            set.preset().isEmpty() ? "" : " of the preset " + set.preset(),
            set.trainings(),
            shared(set),
            part(set.set()));
  }

  /** The dates of training, and the corpora of evaluation. */
  private static String about(RunSet set) {
    List<String> days =
        set.runs().stream()
            .map(run -> run.record().provenance().time())
            .map(time -> time.substring(0, Math.min(10, time.length())))
            .sorted()
            .toList();
    String first = days.get(0);
    String last = days.get(days.size() - 1);
    SortedMap<String, Integer> corpora = new TreeMap<>();
    for (RunGroup group : set.groups()) {
      corpora.merge(
          corpora(group.runs().get(0).answers()), group.runs().get(0).answers().size(), Math::max);
    }
    return "Trained %s. Evaluated on %s."
        .formatted(
            first.equals(last) ? "on " + first : "from " + first + " to " + last,
            corpora.entrySet().stream()
                .map(entry -> "%s (%d clips)".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ")));
  }

  private static String corpora(Answers answers) {
    return answers.items().stream()
        .map(id -> id.substring(0, Math.max(0, id.indexOf('/'))))
        .distinct()
        .sorted()
        .collect(Collectors.joining(" and "));
  }

  private static String reading(RunSet set) {
    return "UAR, the unweighted average recall (balanced accuracy), is the mean over the emotions of the share of clips recognised. Guessing reaches %s %%."
        .formatted(
            new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(100 * set.chance()));
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
        : " Settings with the same target share a training if it does not depend on the source."
            + " Their cells in the first table are equal and are not independent evidence. All"
            + " other tables count and list such a training once, with the settings that share"
            + " it.";
  }
}
