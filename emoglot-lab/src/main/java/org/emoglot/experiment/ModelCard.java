package org.emoglot.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.emoglot.classifier.AnswerSets;
import org.emoglot.io.Markup;
import org.emoglot.io.SignedText;
import org.emoglot.protocol.Plan;

/** The README.md of a saved model: what it is, its training clips, its figures, and its limits. */
public final class ModelCard {

  /** What every card says of the use of a model. */
  public static final String LIMITS =
      "The training labels are acted or elicited emotions of few speakers. Scores on other"
          + " languages, microphones and spontaneous speech can be far lower. This is neither a lie"
          + " detector nor a diagnosis of mental health. The licences of the corpora allow research"
          + " only, so the model is for research only as well.";

  private ModelCard() {}

  static String of(Plan plan, RunRecord run) {
    StringBuilder card =
        new StringBuilder(
            header(plan, run.backbone().sha256().isEmpty() ? "" : run.backbone().name()));
    List<String> corpora = corpora(plan);
    int shots = run.fewShot().shots();
    card.append(
        "# Emotion classifier, %s, %s%s\n\n"
            .formatted(run.task(), run.system(), shots == 0 ? "" : ", few-shot, k = " + shots));
    card.append(
        "Recognises %s in speech. Trained by Emoglot with the system `%s` on %d utterances of %d speakers (%s)%s.\n\n"
            .formatted(
                Markup.markdown(String.join(", ", plan.labels().names())),
                run.system(),
                run.data().get("training"),
                run.data().get("trainingSpeakers"),
                Markup.markdown(String.join(", ", corpora)),
                aboutTarget(plan)));
    if (run.results().isEmpty()) {
      card.append(
          "## Results\n\n"
              + "No language was left to evaluate this model on. Runs that leave one language out"
              + " show what such a training reaches on an unseen language.\n");
    } else {
      results(card, run);
    }
    leftOut(card, run.leftOut());
    card.append("\n## Limits\n\n").append(LIMITS).append("\n\n");
    card.append("## How it was made\n\n");
    for (Map.Entry<String, String> fact :
        Map.of(
                "protocol hash", run.protocolHash(),
                "settings hash", run.settingsHash(),
                "temperature", number(run.confidence().temperature()),
                "uncertain below", number(run.confidence().rejectBelow()),
                "calibration", run.confidence().calibration().id(),
                "answer sets", sets(run.confidence().answerSets()),
                "precision", run.settings().precision().id(),
                "seed", String.valueOf(run.seed()),
                "best step", String.valueOf(run.training().bestStep()))
            .entrySet()
            .stream()
            .sorted(Map.Entry.comparingByKey())
            .toList()) {
      card.append("- ").append(fact.getKey()).append(": `").append(fact.getValue()).append("`\n");
    }
    card.append(
        "\n"
            + "Splits, audit of every file access, versions and all settings are in"
            + " provenance.json.\n");
    return card.toString();
  }

  /** What to expect of a new language. */
  private static void leftOut(StringBuilder card, Map<String, LeftOutResult> byLanguage) {
    if (byLanguage.isEmpty()) {
      return;
    }
    card.append(
        "\n## What to expect of a new language\n\n"
            + "Each training language was left out once: a head that was fitted without it answered"
            + " its training and validation clips. Shares are in percent.\n\n"
            + "| left out | utterances | UAR | uncertain | UAR of the others | sets of answers that"
            + " hold the truth | emotions in a set |\n|---|---|---|---|---|---|---|\n");
    byLanguage.forEach(
        (language, left) ->
            card.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %.1f | %.1f | %.1f | %.2f |%n",
                    language,
                    left.result().utterances(),
                    100 * left.result().uar(),
                    100 * left.rejection().share(),
                    100 * left.rejection().answered().uar(),
                    100 * left.answerSets().coverage(),
                    left.answerSets().size())));
  }

  private static List<String> corpora(Plan plan) {
    return plan.training().stream().map(u -> u.corpus()).distinct().sorted().toList();
  }

  /**
   * What a card begins with: what the Hugging Face hub reads, as YAML between lines of dashes.
   *
   * @param baseModel what the encoder is called that training began with; empty if it was drawn
   */
  public static String header(Plan plan, String baseModel) {
    StringBuilder card = new StringBuilder();
    card.append("---\nlibrary_name: emoglot\npipeline_tag: audio-classification\nlicense: other\n");
    card.append("language:\n");
    plan.languages()
        .forEach(
            language ->
                card.append("- ").append(Markup.yaml(String.valueOf(language))).append('\n'));
    card.append("datasets:\n");
    corpora(plan).forEach(corpus -> card.append("- ").append(Markup.yaml(corpus)).append('\n'));
    if (!baseModel.isEmpty()) {
      card.append("base_model: ").append(Markup.yaml(baseModel)).append('\n');
    }
    card.append(
        "metrics:\n- balanced_accuracy\n- f1\ntags:\n- speech-emotion-recognition\n---\n\n");
    return card.toString();
  }

  /** What sets of answers hold, and how often they are to hold the truth. */
  public static String sets(AnswerSets sets) {
    return sets.exist()
        ? "from %s, for %.0f %%".formatted(number(sets.includeFrom()), 100 * sets.coverage())
        : "none";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String aboutTarget(Plan plan) {
    if (plan.task().target().isEmpty()) {
      return ", all available languages";
    }
    if (plan.transfers() && !plan.zeroShot()) {
      return "; few-shot, not zero-shot: %d of them, %d of each emotion, are labelled utterances of the target language %s"
          .formatted(
              plan.shots().utterances().size(),
              plan.shots().perEmotion(),
              plan.task().target().get());
    }
    return plan.zeroShot()
        ? "; the target language is unseen: " + plan.task().target().get()
        : ", the training split of the target";
  }

  private static void results(StringBuilder card, RunRecord run) {
    card.append("## Results on the target\n\n");
    card.append("| set | utterances | UAR | 95 % interval | Macro-F1 | accuracy |\n");
    card.append("|---|---|---|---|---|---|\n");
    for (String set : RunRecord.sets()) {
      EvaluationResult result = run.results().get(set);
      if (result != null) {
        row(card, set, result);
      }
    }
    if (run.corpora().size() > 1) {
      run.corpora()
          .forEach((corpus, result) -> row(card, Markup.markdown(corpus) + " alone", result));
    }
    adapted(card, run.unlabelled());
    String mark = run.heard().mark().text();
    if (!mark.isEmpty()) {
      card.append("\n**What the backbone had heard of the target: %s.**\n".formatted(mark));
    }
    card.append("\nRecall by emotion on the widest set: ");
    card.append(
        String.join(
            ", ",
            run.main().recall().entrySet().stream()
                .map(
                    entry ->
                        String.format(
                            Locale.ROOT,
                            "%s %.1f %%",
                            Markup.markdown(entry.getKey()),
                            100 * entry.getValue()))
                .toList()));
    card.append(".\n");
  }

  /** The tier between zero-shot and few-shot. */
  private static void adapted(StringBuilder card, UnlabelledTier tier) {
    if (tier.clips().isEmpty()) {
      return;
    }
    card.append(
        "\nAdapted to clips of the target without their labels (`emoglot adapt`), in the mean of %d draws; the saved model is not adapted:\n\n"
            .formatted(tier.draws()));
    card.append("| tier | sample | UAR | 95 % interval | gain in points | 95 % interval |\n");
    card.append("|---|---|---|---|---|---|\n");
    for (UnlabelledTier.Result result : tier.results()) {
      card.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %.1f | %.1f to %.1f | %s | %s to %s |%n",
              UnlabelledTier.tier(result.clips()),
              Markup.markdown(result.kind()),
              100 * result.uar(),
              100 * result.uarLow(),
              100 * result.uarHigh(),
              SignedText.of(100 * result.gain(), 1),
              SignedText.of(100 * result.gainLow(), 1),
              SignedText.of(100 * result.gainHigh(), 1)));
    }
  }

  private static void row(StringBuilder card, String name, EvaluationResult result) {
    card.append(
        String.format(
            Locale.ROOT,
            "| %s | %d | %.1f | %.1f to %.1f | %.1f | %.1f |%n",
            name,
            result.utterances(),
            100 * result.uar(),
            100 * result.uarLow(),
            100 * result.uarHigh(),
            100 * result.macroF1(),
            100 * result.accuracy()));
  }
}
