package org.emoglot.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.emoglot.classifier.AnswerSets;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;
import org.emoglot.data.LabelSet;
import org.emoglot.io.VisibleText;

/**
 * Answers for people, one row per file and one below it per segment. All widths are known before
 * the first answer, so that rows appear as they come.
 */
final class AnswerTable implements AnswerPrinter {

  private static final String GAP = "  ";
  private static final String FILE = "file";
  private static final String EMOTION = "emotion";
  private static final int SCORE_WIDTH = "100.0 %".length();

  private final LabelSet labels;
  private final Consumer<String> out;
  private final int fileWidth;
  private final int emotionWidth;
  private boolean begun;

  /**
   * @param sets of answers that the model gives
   * @param names of all files
   * @param out takes whole lines
   */
  AnswerTable(LabelSet labels, AnswerSets sets, List<String> names, Consumer<String> out) {
    this.labels = labels;
    this.out = out;
    this.fileWidth = Math.max(FILE.length(), longest(names));
    this.emotionWidth = EmotionCell.width(labels, sets);
  }

  @Override
  public void print(Answer answer) {
    StringBuilder lines = new StringBuilder();
    if (!begun) {
      lines.append(line(FILE, EMOTION, labels.names()));
      begun = true;
    }
    lines.append(line(answer.path(), answer.overall()));
    for (Timeline.Part part : answer.parts()) {
      String times =
          String.format(
              Locale.ROOT,
              "  %.2f to %.2f s",
              part.segment().startSeconds(),
              part.segment().endSeconds());
      lines.append(line(times, part.prediction()));
    }
    out.accept(lines.toString());
  }

  private String line(String what, Prediction prediction) {
    List<String> scores = new ArrayList<>();
    for (String label : labels.names()) {
      scores.add(
          prediction.speech()
              ? String.format(Locale.ROOT, "%.1f %%", 100 * prediction.score(label))
              : "-");
    }
    return line(what, EmotionCell.of(prediction), scores);
  }

  private String line(String what, String emotion, List<String> scores) {
    StringBuilder line = new StringBuilder();
    String file = VisibleText.line(what);
    line.append(file).append(blanks(fileWidth, file)).append(GAP);
    line.append(emotion).append(blanks(emotionWidth, emotion));
    for (int i = 0; i < scores.size(); i++) {
      int width = Math.max(SCORE_WIDTH, length(labels.name(i)));
      line.append(GAP).append(blanks(width, scores.get(i))).append(scores.get(i));
    }
    return line.append('\n').toString();
  }

  static int longest(List<String> texts) {
    return texts.stream().map(VisibleText::line).mapToInt(AnswerTable::length).max().orElse(0);
  }

  private static String blanks(int width, String text) {
    return " ".repeat(Math.max(0, width - length(text)));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
