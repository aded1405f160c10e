package org.emoglot.corpus;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.emoglot.InvalidInputException;

/**
 * A table that came with data: CSV with commas or semicolons, or fields separated by tabs, with the
 * names of its columns in the first row. Names of columns are compared without regard to case.
 *
 * @param file where it was read
 * @param columns names in lower case, without blanks around
 * @param rows in the order of the file
 */
public record Table(Path file, List<String> columns, List<Row> rows) {

  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * A row.
   *
   * @param file the table's file
   * @param line counted from 1, the header's being 1
   * @param fields column to value, without blanks around
   */
  public record Row(Path file, long line, Map<String, String> fields) {

    /** The value of the first of these columns that has one; empty if none has. */
    public String text(String... columns) {
      return Arrays.stream(columns)
          .map(column -> fields.getOrDefault(column, ""))
          .filter(value -> !value.isEmpty())
          .findFirst()
          .orElse("");
    }

    /** For messages. */
    public String place() {
      return "row " + line + " of " + file;
    }
  }

  /**
   * Reads a table.
   *
   * @throws InvalidInputException if there is none, or it is not a table
   */
  public static Table read(Path file) {
    String text = LenientText.read(file);
    String header = text.lines().findFirst().orElse("");
    List<String> columns = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    if (header.indexOf('\t') >= 0) {
      readTabs(file, text, columns, rows);
    } else {
      readCsv(file, text, header.indexOf(',') < 0 ? ';' : ',', columns, rows);
    }
    return new Table(file, columns, rows);
  }

  /**
   * Demands columns.
   *
   * @param alternatives groups of names; one name of each group must exist
   * @throws InvalidInputException naming what is missing
   */
  public Table requiring(List<List<String>> alternatives) {
    for (List<String> names : alternatives) {
      if (names.stream().noneMatch(columns::contains)) {
        throw new InvalidInputException(
            "Expected a column %s in the first row of %s, found the columns %s."
                .formatted(String.join(" or ", names), file, String.join(", ", columns)));
      }
    }
    return this;
  }

  private static void readCsv(
      Path file, String text, char separator, List<String> columns, List<Row> rows) {
    try (CsvReader<CsvRecord> csv =
        CsvReader.builder()
            .fieldSeparator(separator)
            .allowMissingFields(true)
            .allowExtraFields(true)
            .ofCsvRecord(text)) {
      for (CsvRecord row : csv) {
        take(file, row.getStartingLineNumber(), row.getFields(), columns, rows);
      }
    } catch (CsvParseException e) {
      throw new InvalidInputException(
          "Expected CSV in " + file + ", found: " + e.getMessage() + ".", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Fields between tabs may hold single quotation marks, which a CSV reader would stumble over. */
  private static void readTabs(Path file, String text, List<String> columns, List<Row> rows) {
    long line = 0;
    for (String row : text.lines().toList()) {
      line++;
      if (!row.isBlank()) {
        take(file, line, List.of(row.split("\t", -1)), columns, rows);
      }
    }
  }

  private static void take(
      Path file, long line, List<String> values, List<String> columns, List<Row> rows) {
    if (columns.isEmpty()) {
      values.forEach(value -> columns.add(plain(value).toLowerCase(Locale.ROOT)));
      return;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(columns.size(), values.size()); i++) {
      fields.putIfAbsent(columns.get(i), plain(values.get(i)));
    }
    rows.add(new Row(file, line, fields));
  }

  private static String plain(String value) {
    String bare = value.strip();
    return bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"")
        ? bare.substring(1, bare.length() - 1).strip()
        : bare;
  }
}
