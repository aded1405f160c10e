package org.emoglot.report;

import java.util.List;
import java.util.Locale;

/** A part of a report, whatever the format it is written in. */
sealed interface Block {

  /** A heading that starts a section. */
  record Heading(String text) implements Block {

    /** What links to it name: the rule of Markdown's renderers for such a heading. */
    String anchor() {
      return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    }
  }

  /** Links to headings below. */
  record Contents(List<Heading> headings) implements Block {
    public Contents {
      headings = List.copyOf(headings);
    }
  }

  /** A paragraph. */
  record Note(String text) implements Block {}

  /**
   * A cell of a table.
   *
   * @param strong whether it is bold, like the best value of a row
   * @param aside the grey text after it, or nothing
   */
  record Cell(String text, boolean strong, String aside) {

    static Cell of(String text) {
      return new Cell(text, false, "");
    }
  }

  /**
   * A table.
   *
   * @param caption what it shows
   * @param header column titles; the first column holds titles of rows
   * @param rows each as long as the header
   */
  record Grid(String caption, List<String> header, List<List<Cell>> rows) implements Block {
    public Grid {
      header = List.copyOf(header);
      rows = List.copyOf(rows);
      int columns = header.size();
      if (rows.stream().anyMatch(row -> row.size() != columns)) {
        throw new IllegalArgumentException(
            "Expected %d cells in each row of '%s'.".formatted(columns, caption));
      }
    }
  }

  /** A table without bold cells. */
  static Grid table(String caption, List<String> header, List<List<String>> rows) {
    return new Grid(
        caption, header, rows.stream().map(row -> row.stream().map(Cell::of).toList()).toList());
  }

  /**
   * A figure.
   *
   * @param name of its files, without an ending
   * @param caption what it shows
   */
  record Figure(String name, String caption, Drawing drawing) implements Block {}

  /**
   * A recording to listen to.
   *
   * @param caption describes the recording
   * @param type of its content, such as {@code audio/flac}
   * @param audio the content
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, and compared by nobody
  record Recording(String caption, String type, byte[] audio) implements Block {}

  /** Lines to be typed as they are. */
  record Commands(String lines) implements Block {}
}
