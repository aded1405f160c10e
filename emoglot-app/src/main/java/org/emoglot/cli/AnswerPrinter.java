package org.emoglot.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.emoglot.classifier.AnswerSets;
import org.emoglot.data.LabelSet;
import org.emoglot.io.Json;

/** Prints answers as they come, each whole before the next. */
interface AnswerPrinter {

  void print(Answer answer);

  /** The formats of answers. */
  enum Format {
    /** For people. */
    TABLE,
    /** For spreadsheets. */
    CSV,
    /** One JSON object a line. */
    JSONL;

    /** What the ending of a file's name asks for; a table, unless it says otherwise. */
    static Format ofEnding(String name) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.endsWith(".csv")) {
        return CSV;
      }
      return lower.endsWith(".jsonl") || lower.endsWith(".ndjson") ? JSONL : TABLE;
    }

    /**
     * A printer of this form.
     *
     * @param labels emotions that are told apart
     * @param sets of answers that the model gives
     * @param names of all files, which set the width of a table
     * @param out takes whole lines
     */
    AnswerPrinter printer(
        LabelSet labels, AnswerSets sets, List<String> names, Consumer<String> out) {
      return switch (this) {
        case TABLE -> new AnswerTable(labels, sets, names, out);
        case CSV -> new AnswerCsv(labels, sets, out);
        case JSONL -> answer -> out.accept(Json.writeLine(answer.asObject()) + "\n");
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
