package org.emoglot.cli;

import java.nio.file.Path;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Downmix;
import org.emoglot.classifier.BundledModel;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.tensor.Precision;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which saved model to use, and how to read audio. */
final class ModelOptions {

  @Option(
      names = "--model",
      paramLabel = "<folder>",
      description =
          "A saved model: the folder named model in the folder of a run, or a file of emoglot export"
              + " (default: the bundled emoglot-mini).")
  private Path model = Path.of("");

  @Option(
      names = "--backbone",
      paramLabel = "<folder>",
      description =
          "The backbone of a model that contains only adapters, if it has moved since training.")
  private Path backbone = Path.of("");

  @Option(
      names = "--engine",
      paramLabel = "<engine>",
      completionCandidates = Choices.Engines.class,
      description =
          "What computes: ${COMPLETION-CANDIDATES} (default: onnx, ONNX Runtime, for the bundled model"
              + " and for files of emoglot export; torch, PyTorch, for other saved models).")
  private String engine = "";

  @Mixin private PrecisionOption precision = new PrecisionOption();

  @Mixin private Listening listening = new Listening();

  Path folder() {
    return model.toString().isEmpty() ? BundledModel.folder() : model;
  }

  PrecisionOption precision() {
    return precision;
  }

  Downmix downmix() {
    return listening.downmix();
  }

  AudioReader audio(Output output) {
    return listening.audio(output);
  }

  EmotionClassifier load(Precision precision, Output output) {
    EmotionClassifier classifier =
        EmotionClassifier.load(folder(), new ScorerOptions(precision.id(), backbone, engine));
    output.detail(
        () ->
            "The model %s recognises %s; it has %d parameters; what computes is %s."
                .formatted(
                    folder(),
                    String.join(", ", classifier.labels().names()),
                    classifier.parameters(),
                    classifier.engine()));
    return classifier;
  }
}
