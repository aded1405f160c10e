package org.emoglot.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
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
    PredictionTable.Content table = PredictionTable.read(file);
    LabelSet labels = table.labels();
    List<PredictionTable.Row> rows =
        table.rows().stream().filter(row -> belongs(row.split(), set)).toList();
    try {
      Answers answers = new PredictionTable.Content(labels, rows).answers(row -> true);
      int[] indices = rows.stream().mapToInt(row -> labels.index(row.label())).toArray();
      List<double[]> probabilities = rows.stream().map(PredictionTable.Row::probabilities).toList();
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
