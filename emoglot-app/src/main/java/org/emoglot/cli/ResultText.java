package org.emoglot.cli;

import java.util.Locale;
import org.emoglot.experiment.EvaluationResult;
import org.emoglot.experiment.RunRecord;
import org.emoglot.experiment.UnlabelledTier;
import org.emoglot.io.SignedText;

/** A run's result for people. */
final class ResultText {

  private ResultText() {}

  static String of(RunRecord run) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s, %s, seed %d: trained on %d utterances of %d speakers in %d languages%s%n"
            .formatted(
                run.task(),
                run.system(),
                run.seed(),
                run.data().get("training"),
                run.data().get("trainingSpeakers"),
                run.data().get("trainingLanguages"),
                aboutTarget(run)));
    for (String set : RunRecord.sets()) {
      EvaluationResult result = run.results().get(set);
      if (result != null) {
        text.append(line(set, result));
      }
    }
    if (run.corpora().size() > 1) {
      run.corpora().forEach((corpus, result) -> text.append(line(corpus, result)));
    }
    if (run.results().isEmpty()) {
      text.append("  not evaluated, as no language was left out of training%n".formatted());
    } else {
      text.append("  recall    ");
      run.main()
          .recall()
          .forEach(
              (label, recall) ->
                  text.append(
                      recall.isNaN()
                          ? label + " (no clip)  "
                          : String.format(Locale.ROOT, "%s %.1f %%  ", label, 100 * recall)));
      text.append(System.lineSeparator());
    }
    text.append(adapted(run.unlabelled()));
    text.append(
        "  %s; audit %s, %s%n"
            .formatted(
                trained(
                    run.training().bestStep(),
                    run.training().steps(),
                    run.settings().acts("training.l2")),
                run.audit().clean() ? "clean" : "NOT CLEAN",
                targetOpened(run)));
    if (!run.heard().mark().text().isEmpty()) {
      text.append("  backbone: target %s%n".formatted(run.heard().mark().text()));
    }
    return text.toString();
  }

  /** How the weights were found: a head that is fitted has one minimum, and no best step. */
  static String trained(long bestStep, long steps, boolean fitted) {
    return fitted
        ? "head fitted in %d iterations".formatted(steps)
        : "best weights after %d of %d steps".formatted(bestStep, steps);
  }

  /** The tier between zero-shot and few-shot. */
  private static String adapted(UnlabelledTier tier) {
    StringBuilder text = new StringBuilder();
    for (UnlabelledTier.Result result : tier.results()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-31s  UAR %.1f %% (95 %% interval %.1f to %.1f)  %s (%s to %s)%s%n",
              UnlabelledTier.tier(result.clips()),
              100 * result.uar(),
              100 * result.uarLow(),
              100 * result.uarHigh(),
              SignedText.of(100 * result.gain(), 1),
              SignedText.of(100 * result.gainLow(), 1),
              SignedText.of(100 * result.gainHigh(), 1),
              result.kind().equals(UnlabelledTier.RANDOM) ? "" : "  " + result.kind()));
    }
    return text.toString();
  }

  private static String aboutTarget(RunRecord run) {
    if (run.fewShot().shots() > 0) {
      return ", %d of them labelled utterances of the target: few-shot, k = %d"
          .formatted(run.fewShot().permitted().size(), run.fewShot().shots());
    }
    if (run.zeroShot()) {
      return ", target unseen in training";
    }
    return run.results().isEmpty() ? ", all available languages" : ", the target itself";
  }

  private static String targetOpened(RunRecord run) {
    return run.results().isEmpty()
        ? "%d accesses".formatted(run.audit().opens())
        : "%s first opened as access %d of %d"
            .formatted(
                run.fewShot().shots() > 0 ? "target beside the shots" : "target",
                run.audit().target().firstIndex() + 1,
                run.audit().opens());
  }

  /** One set's figures. */
  static String line(String set, EvaluationResult result) {
    return String.format(
        Locale.ROOT,
        "  %-8s  UAR %.1f %% (95 %% interval %.1f to %.1f)  Macro-F1 %.1f %%  accuracy %.1f %%  of"
            + " %d utterances%n",
        set,
        100 * result.uar(),
        100 * result.uarLow(),
        100 * result.uarHigh(),
        100 * result.macroF1(),
        100 * result.accuracy(),
        result.utterances());
  }
}
