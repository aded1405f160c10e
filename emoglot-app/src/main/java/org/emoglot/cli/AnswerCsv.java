package org.emoglot.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.emoglot.classifier.AnswerSets;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;
import org.emoglot.data.LabelSet;
import org.emoglot.io.Markup;

/**
 * Answers for spreadsheets: path, start, end, label, uncertain, the probability of every emotion,
 * and, where the model gives sets, the answers in the set, with a bar between them. A row with
 * neither start nor end is the answer to a whole file; the rows below it are those of its segments,
 * if any, with times in seconds. Without speech, label, answers and probabilities are empty.
 */
final class AnswerCsv implements AnswerPrinter {

  private static final List<String> COLUMNS = List.of("path", "start", "end", "label", "uncertain");

  /** With which a spreadsheet begins a formula. */
  private static final Pattern FORMULA = Pattern.compile("[=+\\-@].*", Pattern.DOTALL);

  private static final String BETWEEN_ANSWERS = "|";

  private final LabelSet labels;
  private final boolean sets;
  private final Consumer<String> out;
  private boolean begun;

  /**
   * @param sets of answers that the model gives
   * @param out takes whole lines
   */
  AnswerCsv(LabelSet labels, AnswerSets sets, Consumer<String> out) {
    this.labels = labels;
    this.sets = sets.exist();
    this.out = out;
  }

  @Override
  public void print(Answer answer) {
    StringBuilder text = new StringBuilder();
    if (!begun) {
      List<String> header = new ArrayList<>(COLUMNS);
      labels.names().forEach(name -> header.add(Markup.cell(name)));
      if (sets) {
        header.add("answers");
      }
      text.append(line(header));
      begun = true;
    }
    text.append(line(row(answer.path(), "", "", answer.overall())));
    for (Timeline.Part part : answer.parts()) {
      String start = seconds(part.segment().startSeconds());
      String end = seconds(part.segment().endSeconds());
      text.append(line(row(answer.path(), start, end, part.prediction())));
    }
    out.accept(text.toString());
  }

  private static String line(List<String> cells) {
    StringWriter line = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(line)) {
      csv.writeRecord(cells);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }

  private List<String> row(String path, String start, String end, Prediction prediction) {
    List<String> row = new ArrayList<>();
    row.add(FORMULA.matcher(path).matches() && path.length() > 1 ? "./" + path : path);
    row.add(start);
    row.add(end);
    row.add(prediction.speech() ? Markup.cell(prediction.label()) : "");
    row.add(String.valueOf(prediction.uncertain()));
    for (String label : labels.names()) {
      row.add(
          prediction.speech() ? String.format(Locale.ROOT, "%.6f", prediction.score(label)) : "");
    }
    if (sets) {
      row.add(Markup.cell(String.join(BETWEEN_ANSWERS, prediction.answers())));
    }
    return row;
  }

  private static String seconds(double time) {
    return String.format(Locale.ROOT, "%.3f", time);
  }
}
