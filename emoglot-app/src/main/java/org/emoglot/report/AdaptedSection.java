package org.emoglot.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.emoglot.experiment.UnlabelledTier;
import org.emoglot.metric.Interval;
import org.emoglot.statistics.Holm;

/**
 * The section on the tier between zero-shot and few-shot: models adapted to clips of the target
 * without their labels. Its figures are those of the runs, over all clips of the target.
 */
final class AdaptedSection implements Section {

  /** The file of the figures, in the folder of a report. */
  static final String FILE = "adapted.csv";

  /**
   * A kind of sample and its size, for one group of trainings.
   *
   * @param gain over the unadapted model, with the mean of the seeds' intervals
   * @param p of the seed with the largest
   */
  record Row(RunGroup group, String kind, int clips, Interval uar, Interval gain, double p) {

    boolean isRandom() {
      return kind.equals(UnlabelledTier.RANDOM);
    }
  }

  @Override
  public String title() {
    return "Adapted to unlabelled clips";
  }

  /** Empty without adapted results. */
  @Override
  public List<Block> blocks(Findings findings) {
    List<Row> rows = rows(findings.set());
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Note(
            "UAR once a model is adapted to n clips of the target without their labels: a tier"
                + " between zero-shot and few-shot. In each of several draws, every clip is"
                + " answered after a sample of its corpus that it is not in. Intervals are over"
                + " clips, in the mean of the seeds; p is of the paired permutation test against"
                + " the unadapted model, the largest of the seeds, after Holm over the settings."
                + " run.json names every clip that was heard."));
    Map<String, List<Row>> byLabel = new LinkedHashMap<>();
    rows.forEach(
        row -> byLabel.computeIfAbsent(row.group().label(), k -> new ArrayList<>()).add(row));
    byLabel.forEach(
        (label, of) ->
            blocks.add(
                new Block.Figure(
                    RunGroup.fileName("adapted-" + label),
                    label + ": UAR over n in percent, with 95 % intervals",
                    CurveChart.of("n", lines(of)))));
    List<Row> random = rows.stream().filter(Row::isRandom).toList();
    List<Row> oneSided = rows.stream().filter(row -> !row.isRandom()).toList();
    blocks.add(table("UAR by unlabelled clips of the target", "tier", random));
    if (!oneSided.isEmpty()) {
      blocks.add(table("The same after one-sided samples", "sample", oneSided));
    }
    return blocks;
  }

  private static List<CurveChart.Line> lines(List<Row> rows) {
    Map<String, List<CurveChart.Point>> lines = new LinkedHashMap<>();
    rows.stream()
        .filter(Row::isRandom)
        .forEach(
            row ->
                lines
                    .computeIfAbsent(row.group().system(), k -> new ArrayList<>())
                    .add(new CurveChart.Point(row.clips(), row.uar())));
    return lines.entrySet().stream()
        .map(line -> new CurveChart.Line(line.getKey(), line.getValue()))
        .toList();
  }

  private static Block table(String caption, String what, List<Row> rows) {
    double[] p = holm(rows);
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      cells.add(
          List.of(
              row.group().label(),
              row.group().system(),
              row.isRandom() ? UnlabelledTier.tier(row.clips()) : row.kind(),
              Figures.percent(row.uar().value()),
              Figures.interval(row.uar()),
              Figures.pointInterval(row.gain()),
              Figures.p(p[i])));
    }
    return Block.table(
        caption,
        List.of("settings", "system", what, "UAR", "95 %", "gain, points", "p (Holm)"),
        cells);
  }

  /** Over the settings, for each kind, size and system. */
  private static double[] holm(List<Row> rows) {
    double[] adjusted = new double[rows.size()];
    Map<List<Object>, List<Integer>> families = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      families
          .computeIfAbsent(
              List.of(row.group().system(), row.kind(), row.clips()), k -> new ArrayList<>())
          .add(i);
    }
    families
        .values()
        .forEach(
            family -> {
              double[] of =
                  Holm.adjust(family.stream().mapToDouble(i -> rows.get(i).p()).toArray());
              for (int i = 0; i < of.length; i++) {
                adjusted[family.get(i)] = of[i];
              }
            });
    return adjusted;
  }

  /** One a group of trainings, kind and size that all its runs have. */
  static List<Row> rows(RunSet set) {
    List<Row> rows = new ArrayList<>();
    for (RunGroup group : set.groups()) {
      for (UnlabelledTier.Result first : group.runs().get(0).record().unlabelled().results()) {
        List<UnlabelledTier.Result> seeds =
            group.runs().stream()
                .flatMap(run -> run.record().unlabelled().results().stream())
                .filter(
                    result -> result.kind().equals(first.kind()) && result.clips() == first.clips())
                .toList();
        if (seeds.size() == group.runs().size()) {
          rows.add(
              new Row(
                  group,
                  first.kind(),
                  first.clips(),
                  interval(
                      seeds,
                      UnlabelledTier.Result::uar,
                      UnlabelledTier.Result::uarLow,
                      UnlabelledTier.Result::uarHigh),
                  interval(
                      seeds,
                      UnlabelledTier.Result::gain,
                      UnlabelledTier.Result::gainLow,
                      UnlabelledTier.Result::gainHigh),
                  seeds.stream().mapToDouble(UnlabelledTier.Result::p).max().orElse(1)));
        }
      }
    }
    return rows;
  }

  private static Interval interval(
      List<UnlabelledTier.Result> seeds,
      ToDoubleFunction<UnlabelledTier.Result> value,
      ToDoubleFunction<UnlabelledTier.Result> low,
      ToDoubleFunction<UnlabelledTier.Result> high) {
    return new Interval(mean(seeds, value), mean(seeds, low), mean(seeds, high), 0.95);
  }

  private static double mean(
      List<UnlabelledTier.Result> seeds, ToDoubleFunction<UnlabelledTier.Result> of) {
    return seeds.stream().mapToDouble(of).average().orElse(Double.NaN);
  }

  /** Full precision, a row a setting, kind and size; shares in [0, 1]. */
  static void csv(List<Row> rows, OutputStream out) throws IOException {
    CsvWriter csv = CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    csv.writeRecord(
        "setting",
        "system",
        "sample",
        "clips",
        "seeds",
        "uar",
        "uar_low",
        "uar_high",
        "gain",
        "gain_low",
        "gain_high",
        "p");
    for (Row row : rows) {
      for (String setting : row.group().settings()) {
        csv.writeRecord(
            Stream.of(
                    setting,
                    row.group().system(),
                    row.kind(),
                    row.clips(),
                    row.group().runs().size(),
                    row.uar().value(),
                    row.uar().low(),
                    row.uar().high(),
                    row.gain().value(),
                    row.gain().low(),
                    row.gain().high(),
                    row.p())
                .map(String::valueOf)
                .toList());
      }
    }
    csv.flush();
  }
}
