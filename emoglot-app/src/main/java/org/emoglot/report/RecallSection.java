package org.emoglot.report;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.statistics.CellStatistics;

/** How much of each emotion is found. */
final class RecallSection implements Section {

  @Override
  public String title() {
    return "Recall of each emotion";
  }

  @Override
  public List<Block> blocks(Findings findings) {
    List<String> labels = findings.set().runs().get(0).answers().labels().names();
    List<String> header = new ArrayList<>(List.of("settings", "system"));
    header.addAll(labels);
    List<List<String>> rows = new ArrayList<>();
    for (RunGroup group : findings.set().groups()) {
      CellStatistics cell = findings.results().cell(group);
      List<String> row = new ArrayList<>(List.of(group.label(), group.system()));
      cell.recall()
          .forEach(
              (label, recall) ->
                  row.add(Figures.spread(recall) + " of " + cell.support().get(label)));
      rows.add(row);
    }
    return List.of(Block.table("Recall in percent, and number of clips", header, rows));
  }
}
