package org.emoglot.report;

import java.util.List;

/** A part of a report, whatever the format it is written in. */
sealed interface Block {

  /** A heading that starts a section. */
  record Heading(String text) implements Block {}

  /** A paragraph. */
  record Note(String text) implements Block {}

  /**
   * A table.
   *
   * @param caption what it shows
   * @param header column titles; the first column holds titles of rows
   * @param rows each as long as the header
   */
  record Grid(String caption, List<String> header, List<List<String>> rows) implements Block {
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

  /**
   * A figure.
   *
   * @param name of its files, without an ending
   * @param caption what it shows
   */
  record Figure(String name, String caption, Drawing drawing) implements Block {}
}
