package org.emoglot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.emoglot.io.SignedText;
import org.emoglot.projection.Numbers;
import org.emoglot.projection.Projection;
import org.emoglot.representation.LinearProbe;

/** The numbers of a projection as a table: one row per number, one column per model. */
public final class ProjectionNumbers {

  private ProjectionNumbers() {}

  /** Titles of the columns. */
  public static List<String> header(Projection projection) {
    List<String> header = new ArrayList<>(List.of("number"));
    projection.models().forEach(model -> header.add(model.name()));
    return header;
  }

  /** Each as long as the header. Shares in percent; what guessing reaches in brackets. */
  public static List<List<String>> rows(Projection projection) {
    return List.of(
        row(projection, "speaker probe, accuracy %", n -> probe(n.speakers())),
        row(projection, "speaker probe on the target, accuracy %", n -> probe(n.targetSpeakers())),
        row(projection, "language probe, unseen speakers, accuracy %", n -> probe(n.languages())),
        row(projection, "emotion probe, unseen speakers, accuracy %", n -> probe(n.emotions())),
        row(projection, "emotion alignment across languages", n -> signed(n.alignment())),
        row(projection, "silhouette of emotions on the target", n -> signed(n.targetSilhouette())));
  }

  /** How to read them, in a paragraph. */
  public static String reading(Projection projection) {
    StringBuilder text = new StringBuilder();
    text.append(
        "Probes are linear and cross-validated on %d clips, drawn evenly over languages and emotions;"
                .formatted(projection.clips())
            + " in brackets the share of the most frequent label, the accuracy of guessing. The"
            + " method aims at low speaker and language probes. Alignment is the mean cosine of the"
            + " same emotion in two languages minus that of different ones, after centring. The"
            + " clips of the training languages include training clips.");
    boolean reduced = projection.models().stream().anyMatch(m -> m.numbers().components() > 0);
    if (reduced) {
      text.append(" Probes of wide embeddings use their first principal components: ");
      text.append(
          String.join(
              ", ",
              projection.models().stream()
                  .filter(m -> m.numbers().components() > 0)
                  .map(m -> "%s %d of %d".formatted(m.name(), m.numbers().components(), m.width()))
                  .toList()));
      text.append('.');
    }
    projection.models().stream()
        .flatMap(m -> m.numbers().notes().stream())
        .distinct()
        .forEach(note -> text.append(' ').append(note));
    return text.append(' ').append(projection.purpose()).toString();
  }

  private static List<String> row(
      Projection projection, String title, Function<Numbers, String> number) {
    List<String> row = new ArrayList<>(List.of(title));
    projection.models().forEach(model -> row.add(number.apply(model.numbers())));
    return row;
  }

  private static String probe(LinearProbe probe) {
    return probe.items() == 0
        ? "-"
        : String.format(Locale.ROOT, "%.1f (%.1f)", 100 * probe.accuracy(), 100 * probe.majority());
  }

  private static String signed(double number) {
    return Double.isNaN(number) ? "-" : SignedText.of(number, 3);
  }
}
