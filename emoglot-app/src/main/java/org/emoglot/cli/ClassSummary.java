package org.emoglot.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.report.TextTable;

/** How often each emotion was the answer to a file. */
final class ClassSummary {

  /**
   * One emotion.
   *
   * @param label the emotion
   * @param files with this answer
   * @param share of all files that were answered
   * @param uncertain how many of its answers are uncertain
   * @param meanScore its probability, in the mean over all files with speech
   */
  record Row(String label, int files, double share, int uncertain, double meanScore) {}

  private final LabelSet labels;
  private final int[] files;
  private final int[] uncertain;
  private final double[] scores;
  private int all;
  private int withoutSpeech;

  ClassSummary(LabelSet labels) {
    this.labels = labels;
    this.files = new int[labels.size()];
    this.uncertain = new int[labels.size()];
    this.scores = new double[labels.size()];
  }

  /** Counts the answer to one more file. */
  void add(Prediction prediction) {
    all++;
    if (!prediction.speech()) {
      withoutSpeech++;
      return;
    }
    int label = labels.index(prediction.label());
    files[label]++;
    uncertain[label] += prediction.uncertain() ? 1 : 0;
    for (int i = 0; i < labels.size(); i++) {
      scores[i] += prediction.score(labels.name(i));
    }
  }

  /** How many files were answered. */
  int files() {
    return all;
  }

  /** Every emotion, in the model's order. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      int of = Math.max(1, all);
      int heard = Math.max(1, all - withoutSpeech);
      rows.add(
          new Row(
              labels.name(i), files[i], (double) files[i] / of, uncertain[i], scores[i] / heard));
    }
    return rows;
  }

  /** For programs. */
  Map<String, Object> asObject() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("files", all);
    object.put("withoutSpeech", withoutSpeech);
    object.put("emotions", rows());
    return object;
  }

  /** For people, as a table. */
  String table() {
    TextTable table = TextTable.of("emotion", "files", "share", "uncertain", "mean score");
    for (Row row : rows()) {
      table.row(
          row.label(),
          row.files(),
          percent(row.share()),
          row.uncertain(),
          percent(row.meanScore()));
    }
    if (withoutSpeech > 0) {
      double share = (double) withoutSpeech / all;
      table.row("no speech", withoutSpeech, percent(share), "-", "-");
    }
    return "%d files:%n%n%s".formatted(all, table);
  }

  /** For people, in a sentence. */
  String sentence() {
    int unsure = rows().stream().mapToInt(Row::uncertain).sum();
    return "%d files: %s%s; %d answers are uncertain."
        .formatted(
            all,
            rows().stream()
                .map(row -> "%s %d (%s)".formatted(row.label(), row.files(), percent(row.share())))
                .collect(Collectors.joining(", ")),
            withoutSpeech == 0 ? "" : ", no speech " + withoutSpeech,
            unsure);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
