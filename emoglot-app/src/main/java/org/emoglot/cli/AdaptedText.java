package org.emoglot.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.emoglot.experiment.UnlabelledTier;
import org.emoglot.grid.GridResults;
import org.emoglot.grid.GridResults.Adapted;
import org.emoglot.io.SignedText;
import org.emoglot.report.TextTable;

/** What a grid reaches once its models are adapted to clips of the target without labels. */
final class AdaptedText {

  private AdaptedText() {}

  /** Tables over n, and over kinds of one-sided samples; empty where nothing was adapted. */
  static String of(GridResults results) {
    if (results.adapted().isEmpty()) {
      return "";
    }
    List<Adapted> random =
        results.adapted().stream().filter(a -> a.kind().equals(UnlabelledTier.RANDOM)).toList();
    List<Adapted> oneSided =
        results.adapted().stream().filter(a -> !a.kind().equals(UnlabelledTier.RANDOM)).toList();
    return """

    UAR in %% once adapted to n clips of the target without their labels, mean over draws and seeds;
    each clip is answered after samples that it is not in:

    %s
    The same after one-sided samples, less that of the unadapted model, in points:

    %s\
    """
        .formatted(
            table(random, a -> "n = " + a.clips(), a -> percent(a.uar())),
            table(oneSided, Adapted::kind, a -> SignedText.of(100 * a.gain(), 1)));
  }

  private interface Text {
    String of(Adapted adapted);
  }

  private static String table(List<Adapted> cells, Text column, Text value) {
    List<String> columns = cells.stream().map(column::of).distinct().toList();
    List<String> header = new ArrayList<>(List.of("setting", "system", "k"));
    header.addAll(columns);
    TextTable table = TextTable.of(header.toArray(String[]::new));
    cells.stream()
        .map(a -> List.<Object>of(a.setting(), a.system(), a.shots()))
        .distinct()
        .forEach(
            row -> {
              List<Object> line = new ArrayList<>(row);
              for (String wanted : columns) {
                line.add(
                    cells.stream()
                        .filter(
                            a ->
                                row.equals(List.of(a.setting(), a.system(), a.shots()))
                                    && column.of(a).equals(wanted))
                        .findFirst()
                        .map(value::of)
                        .orElse(""));
              }
              table.row(line.toArray());
            });
    return table.toString();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
