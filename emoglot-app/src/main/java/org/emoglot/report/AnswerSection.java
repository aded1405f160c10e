package org.emoglot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.emoglot.protocol.TrainingSystem;

/** What the tests say to the questions that the systems were made for, in words. */
final class AnswerSection implements Section {

  /** How a sentence starts and which way its difference should point. */
  private record Question(String first, String second, boolean better) {

    String expected() {
      return better ? "better" : "worse";
    }

    String opposite() {
      return better ? "worse" : "better";
    }

    boolean isExpected(Pair pair) {
      return better ? difference(pair) > 0 : difference(pair) < 0;
    }

    boolean isOpposite(Pair pair) {
      return better ? difference(pair) < 0 : difference(pair) > 0;
    }

    private static double difference(Pair pair) {
      return pair.comparison().uar().value();
    }
  }

  @Override
  public String title() {
    return "The answer";
  }

  @Override
  public List<Block> blocks(Findings findings) {
    RunSet set = findings.set();
    List<Block> answers = new ArrayList<>();
    questions(set).stream()
        .filter(question -> set.systems().contains(question.first()))
        .filter(question -> set.systems().contains(question.second()))
        .forEach(question -> answers.add(new Block.Note(answer(question, findings))));
    if (answers.isEmpty()) {
      return List.of(
          new Block.Note(
              "There are no runs of the proposed system and of one that it is measured against."));
    }
    answers.add(
        new Block.Note(
            "Significant means p below 0.05 in the paired permutation test of UAR on the same clips,"
                + " Holm-corrected over the comparisons of these two systems; settings that share"
                + " both trainings hold one comparison. It tells what other clips would change, not"
                + " what other trainings would."));
    return answers;
  }

  private static List<Question> questions(RunSet set) {
    String proposed = TrainingSystem.PROPOSED.id();
    return Stream.concat(
            Stream.of(TrainingSystem.BASELINE2, TrainingSystem.BASELINE1)
                .map(baseline -> new Question(proposed, baseline.id(), true)),
            AblationSection.ablations(set).stream()
                .map(ablation -> new Question(ablation, proposed, false)))
        .toList();
  }

  private static String answer(Question question, Findings findings) {
    List<Pair> pairs = findings.results().pairs(question.first(), question.second());
    String asked =
        "Is %s %s than %s? ".formatted(question.first(), question.expected(), question.second());
    int settings = findings.set().settings().size();
    if (pairs.isEmpty()) {
      return asked
          + "Unknown: in none of %s do both have a run."
              .formatted(Figures.count(settings, "setting"));
    }
    int compared = settings(pairs);
    String settingsCount =
        Figures.count(compared, "setting")
            + (settings == compared ? "" : " (%d more lack a run)".formatted(settings - compared));
    return asked
        + "It is "
        + counts(question, pairs, AnswerSection::settings, settingsCount)
        + (pairs.size() == compared
            ? ""
            : " By distinct comparison, settings with the same two trainings counted once, it is "
                + counts(
                    question,
                    pairs,
                    List::size,
                    Figures.count(pairs.size(), "distinct comparison")))
        + " Mean difference in UAR over %s: %s points."
            .formatted(
                Figures.count(pairs.size(), "comparison"),
                Figures.points(
                    pairs.stream().mapToDouble(Question::difference).average().orElse(Double.NaN)));
  }

  /** How many of the pairs answer yes, whether they are counted by settings or once each. */
  private static String counts(
      Question question, List<Pair> pairs, ToIntFunction<List<Pair>> number, String all) {
    List<Pair> expected = pairs.stream().filter(question::isExpected).toList();
    return "%s in %s of %s, significantly in %s, significantly %s in %s."
        .formatted(
            question.expected(),
            Figures.number(number.applyAsInt(expected)),
            all,
            Figures.number(number.applyAsInt(significant(expected))),
            question.opposite(),
            Figures.number(
                number.applyAsInt(
                    significant(pairs.stream().filter(question::isOpposite).toList()))));
  }

  private static List<Pair> significant(List<Pair> pairs) {
    return pairs.stream().filter(Pair::significant).toList();
  }

  private static int settings(List<Pair> pairs) {
    return pairs.stream().mapToInt(pair -> pair.settings().size()).sum();
  }
}
