package org.emoglot.projection;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.Table;

/** The coordinates as CSV: a row for each clip and model. */
public final class PointTable {

  public static final String FILE = "projection.csv";

  private static final List<String> COLUMNS =
      List.of("model", "utt_id", "language", "speaker", "label", "split", "target");

  private PointTable() {}

  /** Writes the table, to be called with a stream that is closed elsewhere. */
  public static void write(List<Point> points, OutputStream out) throws IOException {
    CsvWriter csv = CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    csv.writeRecord(header());
    for (Point point : points) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  point.model(),
                  point.id(),
                  point.language(),
                  point.speaker(),
                  point.emotion(),
                  point.split(),
                  String.valueOf(point.ofTarget())));
      for (Method method : Method.values()) {
        row.add(text(point.at(method).x()));
        row.add(text(point.at(method).y()));
      }
      csv.writeRecord(row);
    }
    csv.flush();
  }

  /**
   * Reads the table.
   *
   * @throws InvalidInputException if it is missing or damaged, with file and row
   */
  public static List<Point> read(Path file) {
    Table table = Table.read(file).requiring(header().stream().map(List::of).toList());
    return table.rows().stream().map(PointTable::point).toList();
  }

  private static List<String> header() {
    List<String> header = new ArrayList<>(COLUMNS);
    for (Method method : Method.values()) {
      header.add(method.id() + "_x");
      header.add(method.id() + "_y");
    }
    return header;
  }

  private static Point point(Table.Row row) {
    Map<Method, Point.Position> positions = new EnumMap<>(Method.class);
    for (Method method : Method.values()) {
      positions.put(
          method,
          new Point.Position(number(row, method.id() + "_x"), number(row, method.id() + "_y")));
    }
    return new Point(
        row.text("model"),
        row.text("utt_id"),
        row.text("language"),
        row.text("speaker"),
        row.text("label"),
        row.text("split"),
        Boolean.parseBoolean(row.text("target")),
        positions);
  }

  private static String text(double coordinate) {
    return String.format(Locale.ROOT, "%.5f", coordinate);
  }

  private static double number(Table.Row row, String column) {
    String text = row.text(column);
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw damaged(row, column, text, e);
    }
    throw damaged(row, column, text, new ArithmeticException("not finite"));
  }

  private static InvalidInputException damaged(
      Table.Row row, String column, String text, RuntimeException cause) {
    return new InvalidInputException(
        "Expected a coordinate in column %s of %s, found '%s': write it again with emoglot project."
            .formatted(column, row.place(), text),
        cause);
  }
}
