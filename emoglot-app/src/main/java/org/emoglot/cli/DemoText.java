package org.emoglot.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.emoglot.experiment.EvaluationResult;
import org.emoglot.experiment.Experiment;
import org.emoglot.experiment.RunRecord;
import org.emoglot.report.DemoPage;
import org.emoglot.report.TextTable;

/** What the demo did, for people, and what they might do next. */
final class DemoText {

  private static final String SYNTHETIC =
      "SYNTHETIC speech, which nobody spoke: the figures show that everything works, and say"
          + " nothing about people.";

  private DemoText() {}

  /**
   * Table, clips and advice.
   *
   * @param run folder of the run whose model made the examples
   */
  static String of(DemoResult result, Path run) {
    TextTable figures = TextTable.of("system", "UAR", "95 % interval", "Macro-F1", "seconds");
    for (RunRecord record : result.runs()) {
      EvaluationResult all = record.main();
      figures.row(
          record.system(),
          EvaluationText.percent(all.uar()),
          EvaluationText.percent(all.uarLow()) + " to " + EvaluationText.percent(all.uarHigh()),
          EvaluationText.percent(all.macroF1()),
          String.format(
              Locale.ROOT,
              "%.0f",
              record.seconds().values().stream().mapToDouble(Double::doubleValue).sum()));
    }
    return """
    %s
    %s

    %s
    One of these clips for each emotion, below %s, with the answers:

    %s
    %s

    The same with figures, and clips to listen to: %s

    Next commands:
    %s\
    """
        .formatted(
            SYNTHETIC,
            zeroShot(result),
            figures,
            result.speech(),
            examples(result),
            of(result.bundled()),
            result.page(),
            next(result, run));
  }

  /** The same as a page. */
  static DemoPage page(DemoResult result, Path run) {
    return new DemoPage(
        "Emoglot: what the demo did",
        List.of(SYNTHETIC, zeroShot(result)),
        Stream.concat(
                Stream.of(
                    new DemoPage.System(
                        result.bundled().model() + ", trained on people",
                        result.bundled().result())),
                result.runs().stream()
                    .map(record -> new DemoPage.System(record.system(), record.main())))
            .toList(),
        result.examples().stream().map(example -> clip(result, example)).toList(),
        List.of(of(result.bundled())),
        next(result, run));
  }

  private static DemoPage.Clip clip(DemoResult result, DemoExample example) {
    Map<String, String> heard = new LinkedHashMap<>();
    heard.put(system(result), answer(example));
    heard.put(result.bundled().model(), answer(other(result, example)));
    return new DemoPage.Clip(Path.of(example.path()), example.truth(), heard);
  }

  /** How the bundled model does on such voices, in one paragraph. */
  static String of(BundledAnswers bundled) {
    return "%s, the bundled model, was trained on people, and these voices belong to nobody: UAR %s on the %d clips, chance is %s, and %d answers are uncertain."
        .formatted(
            bundled.model(),
            EvaluationText.percent(bundled.result().uar()),
            bundled.result().utterances(),
            EvaluationText.percent(1.0 / bundled.result().recall().size()),
            bundled.rejection().uncertain());
  }

  private static String zeroShot(DemoResult result) {
    RunRecord first = result.runs().get(0);
    return "Zero-shot, %s: trained on %d languages and evaluated on all %d clips of another, unseen language; chance is %s."
        .formatted(
            first.task(),
            first.data().get("trainingLanguages"),
            first.main().utterances(),
            EvaluationText.percent(1.0 / first.main().recall().size()));
  }

  /** Clips as rows, those who were asked as columns. */
  private static TextTable examples(DemoResult result) {
    TextTable table =
        TextTable.of("clip", "should sound", system(result), result.bundled().model());
    for (DemoExample example : result.examples()) {
      table.row(
          Path.of(result.speech()).relativize(Path.of(example.path())),
          example.truth(),
          answer(example),
          answer(other(result, example)));
    }
    return table;
  }

  private static String system(DemoResult result) {
    return result.runs().get(result.runs().size() - 1).system();
  }

  private static DemoExample other(DemoResult result, DemoExample example) {
    return result.bundled().examples().stream()
        .filter(other -> other.path().equals(example.path()))
        .findFirst()
        .orElseThrow();
  }

  private static String answer(DemoExample example) {
    return example.label()
        + " "
        + EvaluationText.percent(example.scores().get(0).score())
        + (example.uncertain() ? ", uncertain" : "");
  }

  private static String next(DemoResult result, Path run) {
    return """
      ./emoglot predict recording.wav    # the answers of the bundled model, with times
      ./emoglot predict --model %s %s
      ./emoglot evaluate --model %s --manifest %s
      # with real speech, here EMO-DB; do the same with ravdess, emovo, casia and urdu:
      ./emoglot prepare --corpus emodb --root <folder of EMO-DB> --out manifests
      ./emoglot train --task all-DE --system proposed --manifests manifests --out runs/all-de
    """
        .formatted(
            run.resolve(Experiment.MODEL_FOLDER),
            result.examples().get(0).path(),
            run.resolve(Experiment.MODEL_FOLDER),
            result.manifest());
  }
}
