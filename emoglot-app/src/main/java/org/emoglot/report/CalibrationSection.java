package org.emoglot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** How far the systems' probabilities keep their word, before temperature scaling and after it. */
final class CalibrationSection implements Section {

  private static final List<String> MEASURES =
      List.of(
          "temperature",
          "ECE before",
          "ECE after",
          "NLL before",
          "NLL after",
          "confidence before",
          "confidence after",
          "accuracy");

  @Override
  public String title() {
    return "Calibration";
  }

  @Override
  public List<Block> blocks(Findings findings) {
    List<RunGroup> groups = findings.set().groups();
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Note(
            "Each training fits one temperature to clips of its training languages only (the upper"
                + " bound: of the target): validation clips, or languages that a fitted head left"
                + " out. Before: the probabilities of the"
                + " network; after: those of its logits divided by the temperature, which changes"
                + " no answer. ECE is the expected calibration error over ten bins, NLL the"
                + " negative log likelihood in nats."));
    blocks.add(
        Block.table(
            "Temperature scaling of each system: means over its trainings, shares in percent",
            header("system", "trainings"),
            findings.set().systems().stream()
                .map(system -> ofSystem(system, groups))
                .filter(row -> !row.isEmpty())
                .toList()));
    blocks.add(
        Block.table(
            "Temperature scaling in each setting: means over seeds, shares in percent",
            header("settings", "system"),
            groups.stream()
                .map(group -> row(group.label(), group.system(), group.runs()))
                .toList()));
    groups.forEach(group -> blocks.add(figure(group)));
    return blocks;
  }

  private static List<String> header(String... first) {
    return Stream.concat(Stream.of(first), MEASURES.stream()).toList();
  }

  /** An empty row for a system without runs. */
  private static List<String> ofSystem(String system, List<RunGroup> groups) {
    List<Run> runs =
        groups.stream()
            .filter(group -> group.system().equals(system))
            .flatMap(group -> group.runs().stream())
            .toList();
    return runs.isEmpty() ? List.of() : row(system, String.valueOf(runs.size()), runs);
  }

  private static List<String> row(String first, String second, List<Run> runs) {
    return List.of(
        first,
        second,
        Figures.number(mean(runs, run -> run.record().confidence().temperature())),
        Figures.percent(mean(runs, run -> run.unscaled().ece())),
        Figures.percent(mean(runs, run -> run.scaled().ece())),
        Figures.number(mean(runs, run -> run.unscaled().nll())),
        Figures.number(mean(runs, run -> run.scaled().nll())),
        Figures.percent(mean(runs, run -> run.unscaled().confidence())),
        Figures.percent(mean(runs, run -> run.scaled().confidence())),
        Figures.percent(mean(runs, run -> run.scaled().accuracy())));
  }

  private static Block figure(RunGroup group) {
    Run first = group.runs().get(0);
    return new Block.Figure(
        "reliability-" + group.fileName(),
        "%s, %s, seed %d: reliability before and after temperature scaling"
            .formatted(group.label(), group.system(), first.seed()),
        ReliabilityChart.of(first.unscaled(), first.scaled()));
  }

  private static double mean(List<Run> runs, ToDoubleFunction<Run> value) {
    return runs.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
