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
import java.util.stream.Stream;
import org.emoglot.metric.Interval;

/** The section on few-shot runs, and its figures as a table for other programs. */
final class FewShotSection implements Section {

  /** The file of the figures, in the folder of a report. */
  static final String FILE = "few-shot.csv";

  private static final Interval NONE = new Interval(Double.NaN, Double.NaN, Double.NaN, 0.95);

  @Override
  public String title() {
    return "Few-shot";
  }

  /** Empty without few-shot runs. */
  @Override
  public List<Block> blocks(Findings findings) {
    List<FewShotCurves.Curve> curves = findings.curves();
    if (curves.isEmpty()) {
      return List.of();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Note(
            "UAR by k, the number of labelled utterances per emotion of the target that training"
                + " may use; only k = 0 is zero-shot. Every point of a curve is measured on the"
                + " same clips, those outside the training split of the target; the seed draws the"
                + " k utterances from that split. Intervals are over clips; the spread over seeds"
                + " includes the choice of the utterances."));
    // Settings with the same curves share a figure.
    Map<List<FewShotCurves.Curve>, List<String>> figures = new LinkedHashMap<>();
    curves.stream()
        .flatMap(curve -> curve.settings().stream())
        .distinct()
        .forEach(
            setting ->
                figures
                    .computeIfAbsent(
                        curves.stream()
                            .filter(curve -> curve.settings().contains(setting))
                            .toList(),
                        k -> new ArrayList<>())
                    .add(setting));
    figures.forEach(
        (of, settings) ->
            blocks.add(
                new Block.Figure(
                    RunGroup.fileName("few-shot-" + String.join("-", settings)),
                    String.join(", ", settings) + ": UAR over k in percent, with 95 % intervals",
                    CurveChart.of("k", of.stream().map(FewShotSection::line).toList()))));
    blocks.add(table(curves));
    return blocks;
  }

  private static CurveChart.Line line(FewShotCurves.Curve curve) {
    return new CurveChart.Line(
        curve.system(),
        curve.points().stream()
            .map(
                point -> {
                  Interval over = point.cell().uar().interval();
                  return new CurveChart.Point(
                      point.shots(),
                      new Interval(
                          point.cell().uar().mean(), over.low(), over.high(), over.level()));
                })
            .toList());
  }

  private static Block table(List<FewShotCurves.Curve> curves) {
    List<List<String>> rows = new ArrayList<>();
    for (FewShotCurves.Curve curve : curves) {
      for (FewShotCurves.Point point : curve.points()) {
        rows.add(
            List.of(
                String.join(", ", curve.settings()),
                curve.system(),
                String.valueOf(point.shots()),
                String.valueOf(point.cell().runs()),
                String.valueOf(point.cell().items()),
                Figures.spread(point.cell().uar()),
                Figures.interval(point.cell().uar().interval()),
                point.gain().stream().map(Figures::pointInterval).findFirst().orElse("")));
      }
    }
    return Block.table(
        "UAR by labelled utterances per emotion of the target",
        List.of(
            "settings", "system", "k", "seeds", "clips", "UAR", "95 %", "gain over k = 0, points"),
        rows);
  }

  /** Full precision, a row a point and setting; shares in [0, 1]. */
  static void csv(List<FewShotCurves.Curve> curves, OutputStream out) throws IOException {
    CsvWriter csv = CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    csv.writeRecord(
        "setting",
        "system",
        "shots",
        "seeds",
        "items",
        "uar",
        "uar_sd",
        "uar_low",
        "uar_high",
        "gain",
        "gain_low",
        "gain_high");
    for (FewShotCurves.Curve curve : curves) {
      for (String setting : curve.settings()) {
        for (FewShotCurves.Point point : curve.points()) {
          csv.writeRecord(record(setting, curve.system(), point));
        }
      }
    }
    csv.flush();
  }

  private static List<String> record(String setting, String system, FewShotCurves.Point point) {
    Interval gain = point.gain().stream().findFirst().orElse(NONE);
    return Stream.of(
            setting,
            system,
            point.shots(),
            point.cell().runs(),
            point.cell().items(),
            point.cell().uar().mean(),
            point.cell().uar().spread().deviation(),
            point.cell().uar().interval().low(),
            point.cell().uar().interval().high(),
            gain.value(),
            gain.low(),
            gain.high())
        .map(FewShotSection::cell)
        .toList();
  }

  private static String cell(Object value) {
    return value.equals(Double.NaN) ? "" : String.valueOf(value);
  }
}
