package org.emoglot.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.emoglot.experiment.EvaluationResult;
import org.emoglot.experiment.Rejection;
import org.emoglot.metric.ClassFigures;
import org.emoglot.protocol.HeardCheck;
import org.emoglot.protocol.HeardCopies;
import org.emoglot.report.TextTable;

/** The figures of an evaluation for people. */
final class EvaluationText {

  /** The rule of the means, as {@link EvaluationResult} applies it. */
  static final String ABSENT_CLASS =
      "UAR leaves out an emotion without utterances; so does Macro-F1, unless it was predicted,"
          + " which counts as an F1 of 0";

  private EvaluationText() {}

  static String of(Evaluation evaluation) {
    EvaluationResult result = evaluation.result();
    String figures =
        TextTable.of("measure", "value", "95 % interval")
            .row(
                "UAR (balanced accuracy, UA)",
                percent(result.uar()),
                percent(result.uarLow()) + " to " + percent(result.uarHigh()))
            .row("Macro-F1", percent(result.macroF1()), "")
            .row("accuracy (WA)", percent(result.accuracy()), "")
            .row("ROC AUC, mean over the emotions", share(evaluation.rocAuc()), "")
            .toString();
    return "%s on %s, split %s: %d utterances, %s%n%n%s%s%s%n%s%n%s%n%s"
        .formatted(
            evaluation.model(),
            evaluation.manifest(),
            evaluation.split(),
            result.utterances(),
            evaluation.precision().id(),
            figures,
            rejection(evaluation),
            TrustText.of(evaluation),
            emotions(evaluation),
            confusion(result),
            remarks(evaluation));
  }

  private static String rejection(Evaluation evaluation) {
    Rejection rejection = evaluation.rejection();
    EvaluationResult answered = rejection.answered();
    String rest =
        answered.utterances() == 0
            ? "no answer is left"
            : "UAR of the others %s (%s to %s)"
                .formatted(
                    percent(answered.uar()),
                    percent(answered.uarLow()),
                    percent(answered.uarHigh()));
    return "uncertain: %d of %d (%s); %s%n"
        .formatted(
            rejection.uncertain(),
            evaluation.result().utterances(),
            percent(rejection.share()),
            rest);
  }

  private static String emotions(Evaluation evaluation) {
    TextTable table = TextTable.of("emotion", "utterances", "recall", "precision", "F1", "ROC AUC");
    for (ClassFigures figures : evaluation.emotions()) {
      table.row(
          figures.label(),
          figures.support(),
          share(figures.recall()),
          share(figures.precision()),
          share(figures.f1()),
          share(figures.rocAuc()));
    }
    return table.toString();
  }

  private static String share(double share) {
    return Double.isNaN(share) ? "-" : percent(share);
  }

  private static String confusion(EvaluationResult result) {
    List<String> header = new ArrayList<>(List.of("true \\ predicted"));
    header.addAll(result.confusion().keySet());
    TextTable table = TextTable.of(header.toArray(String[]::new));
    result
        .confusion()
        .forEach(
            (label, row) -> {
              List<Object> cells = new ArrayList<>(List.of(label));
              cells.addAll(row.values());
              table.row(cells.toArray());
            });
    return table.toString();
  }

  private static String remarks(Evaluation evaluation) {
    HeardCheck heard = evaluation.heard();
    boolean declared = heard.copies().found() == 0 || !heard.heard().isEmpty();
    return "Means: %s.%n%s%s%s%s%n"
        .formatted(
            ABSENT_CLASS,
            evaluation.adapted().text(),
            TrustText.withoutSpeech(evaluation),
            declared ? heard(heard) + System.lineSeparator() : "",
            copies(heard.copies()));
  }

  private static String copies(HeardCopies copies) {
    if (!copies.known()) {
      return "The model keeps nothing of the clips that it heard, like models of earlier versions"
          + " and of other programs: copies under other names cannot be found.";
    }
    if (copies.found() > 0) {
      return "HEARD: %d of %d clips are copies of clips that the model heard, such as: %s; the figures are not zero-shot."
          .formatted(copies.found(), copies.compared(), copies.examples().get(0));
    }
    return "None of the %d clips is a copy of one of the %d clips that the model lists as heard%s."
        .formatted(
            copies.compared(),
            copies.heard(),
            copies.all() ? "" : "; it lists none of the clips that its backbone heard");
  }

  private static String heard(HeardCheck heard) {
    String corpora =
        String.join(", ", heard.heard().stream().map(item -> item.corpus()).distinct().toList());
    return switch (heard.mark()) {
      case UNHEARD -> "The model declares that it has not heard this language.";
      case UNDECLARED ->
          "Undeclared: the backbone of the model does not say which corpora it has heard.";
      case LANGUAGE_HEARD ->
          "Language heard unlabelled: the model declares speech of this language (%s)."
              .formatted(corpora);
      case HEARD_UNLABELLED ->
          "HEARD unlabelled: the model declares speech of this corpus (%s); the figures are not zero-shot."
              .formatted(corpora);
      case HEARD ->
          "HEARD: the model declares %s with labels; the figures are not zero-shot."
              .formatted(corpora);
    };
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
