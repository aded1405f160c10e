package org.emoglot.report;

import java.util.List;
import java.util.stream.Collectors;
import org.emoglot.statistics.McNemar;

/** Every two systems against each other. */
final class TestSection implements Section {

  @Override
  public String title() {
    return "Paired tests";
  }

  @Override
  public List<Block> blocks(Findings findings) {
    List<Pair> pairs = findings.results().pairs();
    if (pairs.isEmpty()) {
      return List.of(new Block.Note("No two systems have the same seeds in a setting."));
    }
    return List.of(
        new Block.Note(
            "Both systems answer the same clips with the same seeds. p is from the paired"
                + " permutation test of the difference in UAR, over all seeds at once; McNemar's"
                + " exact test compares accuracies, seed by seed. Holm's correction counts, for"
                + " each pair of systems, the comparisons in this table: settings that share both"
                + " trainings are one comparison and count once."),
        Block.table(
            "Pairs of systems on the same clips and seeds; differences in points",
            List.of(
                "settings",
                "systems",
                "seeds",
                "UAR",
                "Macro-F1",
                "p",
                "p (Holm)",
                "McNemar by seed",
                "McNemar (Holm)"),
            pairs.stream().map(TestSection::row).toList()));
  }

  private static List<String> row(Pair pair) {
    return List.of(
        String.join(", ", pair.settings()),
        pair.first() + " minus " + pair.second(),
        String.valueOf(pair.comparison().runs()),
        Figures.pointInterval(pair.comparison().uar()),
        Figures.pointInterval(pair.comparison().macroF1()),
        Figures.p(pair.comparison().permutation().p()),
        (Figures.p(pair.p()) + " " + pair.mark()).strip(),
        joined(pair.comparison().mcNemar().stream().map(McNemar::p).toList()),
        joined(pair.mcNemar()));
  }

  private static String joined(List<Double> p) {
    return p.stream().map(Figures::p).collect(Collectors.joining(" "));
  }
}
