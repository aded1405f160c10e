package org.emoglot.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.emoglot.protocol.TrainingSystem;

/** What changes if a system learns from the same batches with other terms. */
final class AblationSection implements Section {

  @Override
  public String title() {
    return "Ablations";
  }

  @Override
  public List<Block> blocks(Findings findings) {
    List<Question> questions = questions(findings.set());
    if (questions.isEmpty()) {
      return List.of(new Block.Note("There are no runs of the proposed system and its ablations."));
    }
    List<String> header = new ArrayList<>(List.of("setting"));
    questions.forEach(question -> header.add(question.system() + " minus " + question.base()));
    // Settings with the same pairs share a row.
    Map<List<Optional<Pair>>, List<String>> settings = new LinkedHashMap<>();
    for (String setting : findings.set().settings()) {
      settings
          .computeIfAbsent(
              questions.stream()
                  .map(q -> findings.results().pair(setting, q.system().id(), q.base().id()))
                  .toList(),
              pairs -> new ArrayList<>())
          .add(setting);
    }
    List<List<String>> rows = new ArrayList<>();
    settings.forEach(
        (pairs, of) -> {
          List<String> row = new ArrayList<>(List.of(String.join(", ", of)));
          pairs.forEach(
              pair -> row.add(pair.map(AblationSection::difference).orElse(Figures.MISSING)));
          rows.add(row);
        });
    return List.of(
        Block.table(
            "What each part adds: difference in UAR, points, with 95 % interval", header, rows),
        new Block.Note(
            questions.stream().map(Question::sentence).collect(Collectors.joining(" "))));
  }

  /** A system and the one that it varies. */
  record Question(TrainingSystem system, TrainingSystem base) {

    /** What differs, such as "proposed-no-spkadv is proposed without speaker." */
    private String sentence() {
      List<String> less = without(base.terms(), system.terms());
      List<String> more = without(system.terms(), base.terms());
      String how =
          less.isEmpty()
              ? "with " + more
              : more.isEmpty() ? "without " + less : "with " + more + " in place of " + less;
      return "%s is %s %s.".formatted(system, base, how.replaceAll("[\\[\\]]", ""));
    }

    private static List<String> without(List<String> terms, List<String> others) {
      return terms.stream().filter(term -> !others.contains(term)).toList();
    }
  }

  /** The systems of a table that vary another one of it. */
  static List<Question> questions(RunSet set) {
    return set.systems().stream()
        .map(TrainingSystem::of)
        .flatMap(system -> system.varies().stream().map(base -> new Question(system, base)))
        .filter(question -> set.systems().contains(question.base().id()))
        .toList();
  }

  private static String difference(Pair pair) {
    return (Figures.pointInterval(pair.comparison().uar()) + " " + pair.mark()).strip();
  }
}
