package org.emoglot.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.emoglot.protocol.TrainingSystem;

/** What the system loses without one of its parts. */
final class AblationSection implements Section {

  @Override
  public String title() {
    return "Ablations";
  }

  @Override
  public List<Block> blocks(Findings findings) {
    String proposed = TrainingSystem.PROPOSED.id();
    List<String> others = ablations(findings.set());
    if (others.isEmpty() || !findings.set().systems().contains(proposed)) {
      return List.of(new Block.Note("There are no runs of the proposed system and its ablations."));
    }
    List<String> header = new ArrayList<>(List.of("setting"));
    others.forEach(other -> header.add(other + " less " + proposed));
    // Settings with the same pairs share a row.
    Map<List<Optional<Pair>>, List<String>> settings = new LinkedHashMap<>();
    for (String setting : findings.set().settings()) {
      settings
          .computeIfAbsent(
              others.stream()
                  .map(other -> findings.results().pair(setting, other, proposed))
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
            "What each part adds: difference in UAR, points, with 95 % interval", header, rows));
  }

  /** The ablations among the systems of a table. */
  static List<String> ablations(RunSet set) {
    return Stream.of(TrainingSystem.PROPOSED_NO_SPKADV, TrainingSystem.PROPOSED_NO_SUPCLR)
        .map(TrainingSystem::id)
        .filter(set.systems()::contains)
        .toList();
  }

  private static String difference(Pair pair) {
    return (Figures.pointInterval(pair.comparison().uar()) + " " + pair.mark()).strip();
  }
}
