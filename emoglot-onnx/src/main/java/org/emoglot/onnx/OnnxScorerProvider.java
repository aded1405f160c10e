package org.emoglot.onnx;

import java.nio.file.Files;
import java.nio.file.Path;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.Scorer;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.classifier.ScorerProvider;

/**
 * Opens exported models in ONNX Runtime: an ONNX file, or a folder with {@value #FILE}. A model has
 * the precision that it was exported in.
 */
public final class OnnxScorerProvider implements ScorerProvider {

  /** The exported model in the folder of a saved one. */
  public static final String FILE = "model.onnx";

  static final String ID = "onnx";

  private static final String ENDING = ".onnx";

  @Override
  public String engine() {
    return "ONNX Runtime";
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public boolean isPreferred() {
    return true;
  }

  @Override
  public boolean supports(ScorerOptions options) {
    return options.isPlain() && !options.hasBackbone();
  }

  @Override
  public boolean canOpen(Path model) {
    return Files.isRegularFile(model)
        ? String.valueOf(model.getFileName()).endsWith(ENDING)
        : Files.isRegularFile(model.resolve(FILE));
  }

  @Override
  public void prepare() {
    OnnxRuntime.start();
  }

  @Override
  public Scorer open(Path model, ScorerOptions options) {
    if (!canOpen(model)) {
      throw new InvalidInputException(
          "Expected an exported model for the engine onnx, %s or a folder with it, found none at %s: write one with emoglot export."
              .formatted(FILE, model));
    }
    if (!supports(options)) {
      throw new InvalidInputException(
          "Expected no --precision and no --backbone for the exported model %s, which has both in it: leave them out, or choose the engine torch and the saved model."
              .formatted(model));
    }
    return OnnxScorer.open(Files.isDirectory(model) ? model.resolve(FILE) : model);
  }
}
