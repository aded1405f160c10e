package org.emoglot.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * UAR and Macro-F1 in percent as Mi, Ma and Toda report them (arXiv 2606.06200, Table 2 and its
 * ablations). The paper reports no Macro-F1 for most cells.
 */
final class PaperFigures {

  /** The row of means over the nine settings. */
  static final String MEAN = "mean";

  private static final String NONE = "";

  private final Map<List<String>, String> cells = new HashMap<>();
  private final String french;
  private final boolean shown;

  /** The paper's figures for a preset; presets other than paper and local have none. */
  PaperFigures(String preset) {
    shown = preset.equals("paper") || preset.equals("local");
    french = preset.equals("local") ? "IT" : "FR"; // Italian replaces French
    try (InputStream in = PaperFigures.class.getResourceAsStream("paper.csv")) {
      if (in == null) {
        throw new IllegalStateException("The resource paper.csv is missing.");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .forEach(row -> cells.put(List.of(row[0], row[1]), cell(row[2], row[3])));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the resource paper.csv", e);
    }
  }

  private static String cell(String uar, String macroF1) {
    return macroF1.isEmpty() ? uar : uar + " / " + macroF1;
  }

  boolean shown() {
    return shown;
  }

  /** Whether the paper's figures are of other corpora than the preset's. */
  boolean ofOtherCorpora() {
    return french.equals("IT");
  }

  /** UAR alone; an empty text where the paper has none. */
  String uar(String setting, String system) {
    String both = of(setting, system);
    int end = both.indexOf(" / ");
    return end < 0 ? both : both.substring(0, end);
  }

  /** UAR, or UAR / Macro-F1; an empty text where the paper has none. */
  String of(String setting, String system) {
    if (!shown) {
      return NONE;
    }
    String task =
        setting.equals(MEAN)
            ? MEAN
            : setting.toUpperCase(Locale.ROOT).replace("CN", "ZH").replace(french, "FR");
    return cells.getOrDefault(List.of(task, system), NONE);
  }
}
