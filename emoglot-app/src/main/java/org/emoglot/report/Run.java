package org.emoglot.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.Table;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Split;
import org.emoglot.experiment.PredictionTable;
import org.emoglot.experiment.RunRecord;
import org.emoglot.metric.Answers;
import org.emoglot.metric.Calibration;
import org.emoglot.metric.CalibrationOptions;
import org.emoglot.metric.Temperature;

/**
 * A finished run, read from its folder.
 *
 * @param folder where it was read
 * @param setting row of the table it belongs to
 * @param record all that is known of it
 * @param answers to the items of the set that is reported
 * @param unscaled calibration of the same answers as the network gives them, at temperature 1
 * @param scaled the same at the run's temperature, as the table of predictions has them
 */
record Run(
    Path folder,
    String setting,
    RunRecord record,
    Answers answers,
    Calibration unscaled,
    Calibration scaled) {

  /** Columns of a table of predictions before the probabilities. */
  private static final int BEFORE_PROBABILITIES = 4;

  static boolean isFinished(Path folder) {
    return Files.exists(folder.resolve(RunRecord.FILE));
  }

  static RunRecord record(Path folder) {
    return RunRecord.read(folder.resolve(RunRecord.FILE), "run it again with this version");
  }

  /** Reads a run; {@code set} is one of {@link RunRecord#sets}, or as much of it as there is. */
  static Run read(Path folder, String setting, String set) {
    RunRecord record = record(folder);
    Path file = folder.resolve(PredictionTable.FILE);
    Table table =
        Table.read(file)
            .requiring(
                List.of(
                    List.of("utt_id"), List.of("split"), List.of("label"), List.of("predicted")));
    LabelSet labels =
        new LabelSet(
            table
                .columns()
                .subList(
                    Math.min(BEFORE_PROBABILITIES, table.columns().size()),
                    table.columns().size()));
    List<String> items = new ArrayList<>();
    List<String> truth = new ArrayList<>();
    List<String> predicted = new ArrayList<>();
    List<double[]> probabilities = new ArrayList<>();
    for (Table.Row row : table.rows()) {
      if (!belongs(row.text("split"), set)) {
        continue;
      }
      items.add(row.text("utt_id"));
      truth.add(row.text("label"));
      predicted.add(row.text("predicted"));
      probabilities.add(
          labels.names().stream().mapToDouble(label -> probability(row, label)).toArray());
    }
    try {
      Answers answers = Answers.of(labels, items, truth, predicted);
      int[] indices = truth.stream().mapToInt(labels::index).toArray();
      double temperature = record.confidence().temperature();
      return new Run(
          folder,
          setting,
          record,
          answers,
          calibration(
              probabilities.stream().map(p -> Temperature.undone(p, temperature)).toList(),
              indices),
          calibration(probabilities, indices));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "Expected predictions of distinct utterances in %s, found: %s"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static boolean belongs(String split, String set) {
    return switch (set) {
      case RunRecord.TEST -> split.equals(Split.TEST.id());
      case RunRecord.HELD_OUT -> !split.equals(Split.TRAIN.id());
      default -> true;
    };
  }

  private static Calibration calibration(List<double[]> probabilities, int[] truth) {
    return Calibration.of(
        probabilities.toArray(double[][]::new), truth, CalibrationOptions.DEFAULT);
  }

  private static double probability(Table.Row row, String label) {
    try {
      return Double.parseDouble(row.text(label));
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "Expected a probability of %s in %s, found '%s'."
              .formatted(label, row.place(), row.text(label)),
          e);
    }
  }

  String system() {
    return record.system();
  }

  long seed() {
    return record.seed();
  }

  /** Labelled utterances of each emotion of the target that it was trained on. */
  int shots() {
    return record.fewShot().shots();
  }
}
