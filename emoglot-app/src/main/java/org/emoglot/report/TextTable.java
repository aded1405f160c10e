package org.emoglot.report;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.io.VisibleText;

/**
 * A table of plain text: columns as wide as their widest cell, two blanks apart, numbers to the
 * right.
 *
 * <pre>
 * corpus  clips  seconds
 * emodb     339    937.9
 * urdu      400    992.0
 * </pre>
 */
public final class TextTable {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final int columns;

  private TextTable(List<String> header) {
    columns = header.size();
    rows.add(header);
  }

  /** An empty table with these column titles. */
  public static TextTable of(String... header) {
    return new TextTable(List.of(header));
  }

  /**
   * Adds a row below the others.
   *
   * @param cells one for each column, each written by {@link String#valueOf(Object)}
   */
  public TextTable row(Object... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(
          "Expected %d cells, found %d.".formatted(columns, cells.length));
    }
    List<String> row = new ArrayList<>(columns);
    for (Object cell : cells) {
      row.add(VisibleText.line(String.valueOf(cell)));
    }
    rows.add(row);
    return this;
  }

  /** The lines, each ended by a line feed and without blanks before it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        String blanks = " ".repeat(width(column) - length(cell));
        line.append(column == 0 ? "" : GAP)
            .append(isNumeric(column) ? blanks + cell : cell + blanks);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private boolean isNumeric(int column) {
    return rows.size() > 1
        && rows.stream().skip(1).allMatch(row -> row.get(column).matches("[-+]?[0-9.,]+ ?%?|-|"));
  }
}
