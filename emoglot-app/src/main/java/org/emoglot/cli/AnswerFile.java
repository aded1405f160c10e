package org.emoglot.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.emoglot.io.AtomicFiles;

/** A file of answers, which is there when all of them are. */
final class AnswerFile {

  private AnswerFile() {}

  /**
   * Writes it.
   *
   * @param answers is given what takes the lines
   */
  static void write(Path out, Consumer<Consumer<String>> answers) {
    AtomicFiles.write(
        out,
        file -> {
          try (Writer text = new OutputStreamWriter(file, StandardCharsets.UTF_8)) {
            answers.accept(lines -> append(out, text, lines));
          }
        });
  }

  private static void append(Path out, Writer text, String lines) {
    try {
      text.append(lines);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s: %s.".formatted(out, e.getMessage()), e);
    }
  }
}
