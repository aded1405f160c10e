package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;
import org.emoglot.data.LabelSet;
import org.emoglot.report.TextTable;

/** What was heard in a file, for people and for programs. */
final class PredictionText {

  private PredictionText() {}

  static TextTable table(LabelSet labels) {
    List<String> header = new ArrayList<>(List.of("file", "emotion"));
    header.addAll(labels.names());
    return TextTable.of(header.toArray(String[]::new));
  }

  /** A row for the file, and one below it for every stretch. */
  static void rows(
      TextTable table,
      Path file,
      Prediction prediction,
      List<Timeline.Part> parts,
      LabelSet labels) {
    table.row(cells(file.toString(), prediction, labels));
    for (Timeline.Part part : parts) {
      String times =
          String.format(
              Locale.ROOT,
              "  %.2f to %.2f s",
              part.segment().startSeconds(),
              part.segment().endSeconds());
      table.row(cells(times, part.prediction(), labels));
    }
  }

  private static Object[] cells(String what, Prediction prediction, LabelSet labels) {
    String label = prediction.label();
    List<Object> cells = new ArrayList<>();
    cells.add(what);
    cells.add(prediction.uncertain() ? "uncertain (" + label + ")" : label);
    for (String name : labels.names()) {
      cells.add(String.format(Locale.ROOT, "%.1f %%", 100 * prediction.score(name)));
    }
    return cells.toArray();
  }

  /** One JSON object; {@code segments} is there for a recording that was cut. */
  static Map<String, Object> asObject(Path file, Prediction prediction, List<Timeline.Part> parts) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("path", file.toString());
    answer(object, prediction);
    if (!parts.isEmpty()) {
      object.put("segments", parts.stream().map(PredictionText::asObject).toList());
    }
    return object;
  }

  private static Map<String, Object> asObject(Timeline.Part part) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("start", part.segment().startSeconds());
    object.put("end", part.segment().endSeconds());
    answer(object, part.prediction());
    return object;
  }

  private static void answer(Map<String, Object> object, Prediction prediction) {
    object.put("label", prediction.label());
    object.put("uncertain", prediction.uncertain());
    object.put("scores", prediction.scores());
  }
}
