package org.emoglot.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.ClipStream;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import org.emoglot.experiment.PredictionTable;
import org.emoglot.io.Json;
import org.emoglot.network.CommitteeFolder;
import org.emoglot.protocol.ClipSamples;
import org.emoglot.protocol.HeardCopies;
import org.emoglot.report.ConfusionChart;
import org.emoglot.report.RiskCoverageChart;
import org.emoglot.tensor.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a saved model on the utterances of a manifest. */
@Command(
    name = "evaluate",
    description = {
      "Evaluates a saved model on a manifest: UAR (balanced accuracy, UA) with its 95 %% interval,"
          + " Macro-F1, accuracy (WA), ROC AUC; precision, recall, F1 and support of every emotion;"
          + " the confusion matrix; how many answers are uncertain, with the UAR of the others;"
          + " the calibration error (ECE), the error of the most confident answers, and how often"
          + " the sets of answers hold the truth; and which clips have no detected speech.",
      "The result is marked if the model declares that it has heard the corpus or its language, or"
          + " if the clips that it heard include copies of these."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot evaluate --model runs/all-de/model --manifest manifests/emodb.csv \\",
      "      --split all",
      "  emoglot evaluate --model runs/all-de/model --manifest manifests/emodb.csv \\",
      "      --json"
    })
final class EvaluateCommand implements Callable<Integer> {

  private static final String RESULT = "result.json";
  private static final String CONFUSION = "confusion";
  private static final String RISK_COVERAGE = "risk-coverage";

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = "--manifest",
      required = true,
      paramLabel = "<csv>",
      description = "The manifest of the corpus, from emoglot prepare.")
  private Path manifestFile = Path.of("");

  @Mixin private LabelOptions only = new LabelOptions();

  @Mixin private PartOption split = new PartOption();

  @Option(
      names = {"-o", "--out", "--output"},
      paramLabel = "<folder>",
      description =
          "Where to write "
              + PredictionTable.FILE
              + ", "
              + RESULT
              + ", and as pictures the confusion matrix (confusion.svg, confusion.png) and the"
              + " error by the share of answers (risk-coverage.svg, risk-coverage.png).")
  private Path out = Path.of("");

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    Precision precision = model.precision().asIs(output);
    Manifest manifest = only.among(Manifest.read(manifestFile), output);
    List<Utterance> asked = split.of(manifest, manifestFile);
    AdaptedClips adapted = AdaptedClips.of(model.folder(), asked, model.audio(output));
    List<Utterance> utterances = adapted.without(asked, manifestFile);
    try (EmotionClassifier classifier = model.load(precision, output)) {
      LabelSet labels = classifier.labels();
      checkLabels(utterances, labels);
      HeardCopies.Watch copies =
          new HeardCopies.Watch(CommitteeFolder.heardClips(model.folder()), utterances);
      EvaluationAnswers answers = ask(classifier, utterances, copies);
      List<Prediction> predictions = answers.all(manifestFile, labels, out, output);
      Evaluation evaluation =
          Evaluation.of(
              model,
              precision,
              manifestFile,
              manifest,
              split.name(),
              classifier,
              utterances,
              predictions,
              answers.withoutSpeech(),
              adapted,
              copies.found());
      boolean writes = !out.toString().isEmpty();
      if (writes) {
        PredictionTable.write(out.resolve(PredictionTable.FILE), labels, utterances, predictions);
        ConfusionChart.write(
            out.resolve(CONFUSION),
            "Confusion of %s on %s".formatted(model.folder(), manifestFile),
            Evaluation.confusion(labels, utterances, predictions));
        RiskCoverageChart.write(
            out.resolve(RISK_COVERAGE),
            "Error of %s on %s by the share of answers".formatted(model.folder(), manifestFile),
            evaluation.riskCoverage());
        Json.write(out.resolve(RESULT), evaluation);
      }
      output.result(
          evaluation,
          () -> EvaluationText.of(evaluation) + (writes ? "%nWrote %s.%n".formatted(out) : ""));
    }
    return ExitCode.DONE;
  }

  private void checkLabels(List<Utterance> utterances, LabelSet labels) {
    for (Utterance utterance : utterances) {
      if (!labels.names().contains(utterance.label())) {
        throw new InvalidInputException(
            "Expected the labels %s of the model %s in %s, found '%s' of %s: name those to evaluate on with --labels."
                .formatted(
                    labels.names(),
                    model.folder(),
                    manifestFile,
                    utterance.label(),
                    utterance.id()));
      }
    }
  }

  private EvaluationAnswers ask(
      EmotionClassifier classifier, List<Utterance> utterances, HeardCopies.Watch copies) {
    EvaluationAnswers answers = new EvaluationAnswers(utterances);
    try (Progress progress = output.progress("listening", "clips", utterances.size())) {
      ClipStream.answerLabelled(
          classifier,
          copies.watching(ClipSamples.verifying(model.audio(output), utterances)),
          utterances.stream().map(Utterance::audio).toList(),
          answers.listener(progress));
    }
    return answers;
  }
}
