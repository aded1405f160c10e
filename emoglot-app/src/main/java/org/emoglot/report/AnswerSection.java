package org.emoglot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.emoglot.protocol.TrainingSystem;

/** The comparisons that the systems were made for, as a picture and a sentence each. */
final class AnswerSection implements Section {

  @Override
  public String title() {
    return "The answer";
  }

  @Override
  public List<Block> blocks(Findings findings) {
    List<DifferenceChart.Group> groups =
        questions(findings.set()).stream()
            .map(question -> group(question, findings))
            .filter(group -> !group.pairs().isEmpty())
            .toList();
    if (groups.isEmpty()) {
      return List.of(new Block.Note(nothingToCompare(findings.set())));
    }
    List<Block> blocks = new ArrayList<>();
    double reach = DifferenceChart.reach(groups);
    for (DifferenceChart.Group group : groups) {
      blocks.add(
          new Block.Figure(
              RunGroup.fileName("answer-" + group.title().replace(" ", "-")),
              sentence(group, findings.set()),
              DifferenceChart.of(group, reach)));
    }
    blocks.add(
        new Block.Note(
            "Differences in UAR on the same clips, with 95 % intervals. Blue is significantly"
                + " higher, orange significantly lower, grey neither. Significant means p below"
                + " 0.05 in the paired permutation test, Holm-corrected over the comparisons of two"
                + " systems. The interval shows the effect of other clips, not of other"
                + " trainings."));
    return blocks;
  }

  /** The two systems of each question; any two where the method itself has no run to compare. */
  private static List<List<String>> questions(RunSet set) {
    String proposed = TrainingSystem.PROPOSED.id();
    List<List<String>> asked =
        Stream.concat(
                Stream.of(TrainingSystem.BASELINE2, TrainingSystem.BASELINE1)
                    .map(baseline -> List.of(proposed, baseline.id())),
                AblationSection.questions(set).stream()
                    .map(q -> List.of(q.system().id(), q.base().id())))
            .filter(set.systems()::containsAll)
            .toList();
    if (!asked.isEmpty()) {
      return asked;
    }
    List<List<String>> any = new ArrayList<>();
    for (int i = 0; i < set.systems().size(); i++) {
      for (int j = 0; j < i; j++) {
        any.add(List.of(set.systems().get(i), set.systems().get(j)));
      }
    }
    return any;
  }

  private static DifferenceChart.Group group(List<String> question, Findings findings) {
    return new DifferenceChart.Group(
        question.get(0) + " against " + question.get(1),
        findings.results().pairs(question.get(0), question.get(1)));
  }

  private static String nothingToCompare(RunSet set) {
    return set.systems().size() == 1
        ? "All runs are of one system, %s. To compare it, add runs of another on the same tasks, such as %s."
            .formatted(
                set.systems().get(0),
                set.systems().get(0).equals(TrainingSystem.BASELINE2.id())
                    ? TrainingSystem.PROPOSED.id()
                    : TrainingSystem.BASELINE2.id())
        : "The runs are of %s, but no two of these systems answered the same clips with the same seed, so there is nothing to compare."
            .formatted(String.join(", ", set.systems()));
  }

  private static String sentence(DifferenceChart.Group group, RunSet set) {
    List<Pair> pairs = group.pairs();
    int settings = pairs.stream().mapToInt(pair -> pair.settings().size()).sum();
    double mean = pairs.stream().mapToDouble(AnswerSection::difference).average().orElse(0);
    String over =
        pairs.size() == 1
            ? "%s: UAR is %s in the one comparison".formatted(group.title(), direction(mean))
            : "%s: UAR is %s on average over %d comparisons"
                .formatted(group.title(), direction(mean), pairs.size());
    String fills =
        settings == pairs.size()
            ? ""
            : ", which %s %d settings".formatted(pairs.size() == 1 ? "fills" : "fill", settings);
    int lack = set.settings().size() - settings;
    return over
        + fills
        + ". "
        + counts(pairs)
        + significance(pairs)
        + (lack == 0 ? "" : " %s a run.".formatted(lacking(lack)));
  }

  private static String lacking(int settings) {
    return settings == 1 ? "One more setting lacks" : settings + " more settings lack";
  }

  private static String direction(double difference) {
    return String.format(
        Locale.ROOT,
        "%.2f points %s",
        Math.abs(100 * difference),
        difference < 0 ? "lower" : "higher");
  }

  private static String counts(List<Pair> pairs) {
    if (pairs.size() == 1) {
      return "";
    }
    long higher = pairs.stream().filter(pair -> difference(pair) > 0).count();
    long lower = pairs.stream().filter(pair -> difference(pair) < 0).count();
    return higher == pairs.size()
        ? "It is higher in all of them. "
        : lower == pairs.size()
            ? "It is lower in all of them. "
            : "It is higher in %d and lower in %d. ".formatted(higher, lower);
  }

  private static String significance(List<Pair> pairs) {
    long higher = pairs.stream().filter(p -> p.significant() && difference(p) > 0).count();
    long lower = pairs.stream().filter(p -> p.significant() && difference(p) < 0).count();
    if (higher + lower == 0) {
      return pairs.size() == 1
          ? "The difference is not significant."
          : "No difference is significant.";
    }
    if (pairs.size() == 1) {
      return "The difference is significant.";
    }
    return lower == 0
        ? "It is significantly higher in %d.".formatted(higher)
        : higher == 0
            ? "It is significantly lower in %d.".formatted(lower)
            : "It is significantly higher in %d and significantly lower in %d."
                .formatted(higher, lower);
  }

  private static double difference(Pair pair) {
    return pair.comparison().uar().value();
  }
}
