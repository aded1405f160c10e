package org.emoglot.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.ClipStream;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.doctor.Surroundings;
import org.emoglot.experiment.EvaluationResult;
import org.emoglot.experiment.PredictionTable;
import org.emoglot.experiment.Rejection;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.metric.ClassFigures;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.network.CommitteeFolder;
import org.emoglot.protocol.ClipSamples;
import org.emoglot.protocol.HeardCheck;
import org.emoglot.protocol.HeardCopies;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.provenance.Provenance;
import org.emoglot.report.ConfusionChart;
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
          + " the confusion matrix; and how many answers are uncertain, with the UAR of the"
          + " others.",
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
  private static final String ALL = "all";

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = "--manifest",
      required = true,
      paramLabel = "<csv>",
      description = "The manifest of the corpus, from emoglot prepare.")
  private Path manifestFile = Path.of("");

  @Mixin private LabelOptions only = new LabelOptions();

  @Option(
      names = "--split",
      paramLabel = "<split>",
      completionCandidates = SplitIds.class,
      description =
          "The part of the manifest: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private String split = Split.TEST.id();

  @Option(
      names = {"-o", "--out", "--output"},
      paramLabel = "<folder>",
      description =
          "Where to write "
              + PredictionTable.FILE
              + ", "
              + RESULT
              + " and the confusion matrix as a picture (confusion.svg, confusion.png).")
  private Path out = Path.of("");

  @Mixin private Output output = new Output();

  /**
   * What the command prints and writes.
   *
   * @param model folder of the model
   * @param manifest file
   * @param split part of it, or {@code all}
   * @param precision of the encoder
   * @param downmix what became of several channels
   * @param labels emotions told apart
   * @param heard what it declares to have heard of the corpus and its language, and whether it
   *     heard any of the clips under another name
   * @param absentClass how an emotion without utterances counts
   * @param result the figures of all answers
   * @param emotions precision, recall, F1, support and ROC AUC of each emotion
   * @param rocAuc mean of their ROC AUC, each against the rest
   * @param rejection how many of them are uncertain, and the figures of the rest
   * @param provenance what made them
   */
  record Evaluation(
      String model,
      String manifest,
      String split,
      Precision precision,
      String downmix,
      List<String> labels,
      HeardCheck heard,
      String absentClass,
      EvaluationResult result,
      List<ClassFigures> emotions,
      double rocAuc,
      Rejection rejection,
      Provenance provenance) {}

  @Override
  public Integer call() {
    Manifest manifest = only.among(Manifest.read(manifestFile), output);
    List<Utterance> utterances = utterances(manifest);
    try (EmotionClassifier classifier = model.load(output)) {
      LabelSet labels = classifier.labels();
      checkLabels(utterances, labels);
      HeardCopies.Watch copies =
          new HeardCopies.Watch(CommitteeFolder.heardClips(model.folder()), utterances);
      List<Prediction> predictions = predict(classifier, utterances, copies);
      ConfusionMatrix matrix =
          ConfusionMatrix.of(
              labels,
              utterances.stream().map(Utterance::label).toList(),
              predictions.stream().map(Prediction::label).toList());
      List<ClassFigures> emotions = emotions(matrix, utterances, predictions);
      Evaluation evaluation =
          new Evaluation(
              model.folder().toString(),
              manifestFile.toString(),
              split,
              model.precision(),
              model.downmix().id(),
              labels.names(),
              heard(utterances).with(copies.found()),
              EvaluationText.ABSENT_CLASS,
              EvaluationResult.of(labels, utterances, predictions),
              emotions,
              ClassFigures.macroRocAuc(emotions),
              Rejection.of(labels, utterances, predictions),
              provenance(manifest));
      boolean writes = !out.toString().isEmpty();
      if (writes) {
        PredictionTable.write(out.resolve(PredictionTable.FILE), labels, utterances, predictions);
        ConfusionChart.write(
            out.resolve(CONFUSION),
            "Confusion of %s on %s".formatted(model.folder(), manifestFile),
            matrix);
        Json.write(out.resolve(RESULT), evaluation);
      }
      output.result(
          evaluation,
          () -> EvaluationText.of(evaluation) + (writes ? "%nWrote %s.%n".formatted(out) : ""));
    }
    return ExitCode.DONE;
  }

  private List<Utterance> utterances(Manifest manifest) {
    if (split.equals(ALL)) {
      return manifest.utterances();
    }
    if (Arrays.stream(Split.values()).noneMatch(known -> known.id().equals(split))) {
      throw new InvalidInputException(
          "Expected a split test, all, val or train, found '%s'.".formatted(split));
    }
    List<Utterance> some = manifest.of(Split.of(split));
    if (some.isEmpty()) {
      throw new InvalidInputException(
          "Expected utterances of split %s in %s, found none; --split all takes every utterance."
              .formatted(split, manifestFile));
    }
    return some;
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

  private List<Prediction> predict(
      EmotionClassifier classifier, List<Utterance> utterances, HeardCopies.Watch copies) {
    EvaluationAnswers answers = new EvaluationAnswers(utterances);
    try (Progress progress = output.progress("listening", "clips", utterances.size())) {
      ClipStream.predictSpeech(
          classifier,
          copies.watching(ClipSamples.verifying(model.audio(output), utterances)),
          utterances.stream().map(Utterance::audio).toList(),
          answers.listener(progress));
    }
    return answers.all(manifestFile, classifier.labels(), out, output);
  }

  private static List<ClassFigures> emotions(
      ConfusionMatrix matrix, List<Utterance> utterances, List<Prediction> predictions) {
    LabelSet labels = matrix.labels();
    return ClassFigures.of(
        matrix,
        predictions.stream()
            .map(p -> labels.names().stream().mapToDouble(p::score).toArray())
            .toArray(double[][]::new),
        utterances.stream().mapToInt(u -> labels.index(u.label())).toArray());
  }

  private HeardCheck heard(List<Utterance> utterances) {
    return HeardCheck.of(
        utterances, HeardDeclaration.of(Json.read(model.folder().resolve("config.json"))));
  }

  private Provenance provenance(Manifest manifest) {
    SortedMap<String, String> inputs = new TreeMap<>();
    inputs.put("manifest", manifest.fingerprint());
    Path folder = model.folder();
    CommitteeFolder.weights(folder)
        .forEach(file -> inputs.put(folder.relativize(file).toString(), Sha256.of(file)));
    return Provenance.capture(
        Surroundings.ofThisProcess().home(), BootstrapOptions.DEFAULT.seed(), inputs);
  }

  /** The parts of a manifest, and all of it. */
  static final class SplitIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("test", ALL, "val", "train").iterator();
    }
  }
}
