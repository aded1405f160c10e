package org.emoglot.report;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.statistics.CellStatistics;

/** What each system takes for what. */
final class ConfusionSection implements Section {

  @Override
  public String title() {
    return "Confusion matrices";
  }

  @Override
  public List<Block> blocks(Findings findings) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Note(
            "Over all trainings, each counted once. Rows are the true emotions, columns the"
                + " answers, in percent of the row."));
    for (String system : findings.set().systems()) {
      findings.set().groups().stream()
          .filter(group -> group.system().equals(system))
          .map(findings.results()::cell)
          .map(CellStatistics::confusion)
          .reduce(ConfusionMatrix::plus)
          .ifPresent(
              matrix ->
                  blocks.add(
                      new Block.Figure(
                          "confusion-" + system,
                          "Confusion of " + system,
                          ConfusionChart.of(matrix))));
    }
    return blocks;
  }
}
