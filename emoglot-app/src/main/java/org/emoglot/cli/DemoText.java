package org.emoglot.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.emoglot.cli.DemoCommand.Example;
import org.emoglot.cli.DemoCommand.Result;
import org.emoglot.experiment.EvaluationResult;
import org.emoglot.experiment.Experiment;
import org.emoglot.experiment.RunRecord;
import org.emoglot.report.TextTable;

/** What the demo did, for people, and what they might do next. */
final class DemoText {

  private static final String NEXT =
      """
      With real speech (emoglot <command> --help shows the options):
        emoglot prepare --corpus emodb --root <folder of EMO-DB> --out manifests
        ... the same with ravdess, emovo, casia and urdu
        emoglot train --task all-DE --system proposed --manifests manifests --out runs/all-de
        emoglot predict --model runs/all-de/model <clips>
      """;

  private DemoText() {}

  /**
   * Table, examples and advice.
   *
   * @param run folder of the run whose model made the examples
   */
  static String of(Result result, Path run) {
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
    RunRecord first = result.runs().get(0);
    return """
        SYNTHETIC speech, which nobody spoke: the figures say nothing about people.
        %s: trained on %d languages, tested on all %d clips of another, of which nothing was seen; chance is %s.

        %s
        What %s hears in two of these clips:

        %s
        %s

        %s
        The model is in %s, its record in %s.

        %s"""
        .formatted(
            first.task(),
            first.data().get("trainingLanguages"),
            first.main().utterances(),
            EvaluationText.percent(1.0 / first.main().recall().size()),
            figures,
            result.runs().get(result.runs().size() - 1).system(),
            examples(result.examples()),
            of(result.bundled()),
            examples(result.bundled().examples()),
            run.resolve(Experiment.MODEL_FOLDER),
            run.resolve(RunRecord.FILE),
            NEXT);
  }

  /** What the model in the box makes of tones, in one paragraph. */
  static String of(BundledAnswers bundled) {
    return "%s, the model in the box, has learned from people and nothing of these tones: UAR %s on the %d clips, chance is %s, and %d answers are uncertain. Tones are not speech: emoglot predict <recording> says what it hears in a voice."
        .formatted(
            bundled.model(),
            EvaluationText.percent(bundled.result().uar()),
            bundled.result().utterances(),
            EvaluationText.percent(1.0 / bundled.result().recall().size()),
            bundled.rejection().uncertain());
  }

  private static TextTable examples(List<Example> examples) {
    TextTable table = TextTable.of("clip", "synthesised", "heard", "sure");
    for (Example example : examples) {
      table.row(
          example.path(),
          example.truth(),
          example.label(),
          EvaluationText.percent(example.scores().get(0).score()));
    }
    return table;
  }
}
