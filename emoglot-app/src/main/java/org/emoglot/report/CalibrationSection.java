package org.emoglot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How far the systems' probabilities keep their word. */
final class CalibrationSection implements Section {

  @Override
  public String title() {
    return "Calibration";
  }

  @Override
  public List<Block> blocks(Findings findings) {
    List<List<String>> rows = new ArrayList<>();
    List<Block> figures = new ArrayList<>();
    for (RunGroup group : findings.set().groups()) {
      List<Run> runs = group.runs();
      rows.add(
          List.of(
              group.label(),
              group.system(),
              mean(runs, run -> run.calibration().ece()),
              mean(runs, run -> run.calibration().confidence()),
              mean(runs, run -> run.calibration().accuracy())));
      figures.add(
          new Block.Figure(
              "reliability-" + group.fileName(),
              "%s, %s, seed %d: reliability"
                  .formatted(group.label(), group.system(), runs.get(0).seed()),
              Charts.reliability(runs.get(0).calibration())));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Grid(
            "Expected calibration error over ten bins, mean over seeds, in percent",
            List.of("settings", "system", "ECE", "confidence", "accuracy"),
            rows));
    blocks.addAll(figures);
    return blocks;
  }

  private static String mean(List<Run> runs, ToDoubleFunction<Run> value) {
    return Figures.percent(runs.stream().mapToDouble(value).average().orElse(Double.NaN));
  }
}
