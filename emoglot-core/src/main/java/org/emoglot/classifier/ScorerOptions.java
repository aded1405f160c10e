package org.emoglot.classifier;

import java.nio.file.Path;

/**
 * How a saved model is opened.
 *
 * @param precision number format of the encoder's products, by the engine's name for it; {@code
 *     fp32} is known to every engine
 * @param backbone the folder of the backbone of a model with only adapters; the empty path for the
 *     folder that it had in training
 */
public record ScorerOptions(String precision, Path backbone) {

  private static final Path NONE = Path.of("");

  /** float32, and the backbone where it was. */
  public static final ScorerOptions DEFAULT = new ScorerOptions("fp32", NONE);

  /** The same in another precision. */
  public ScorerOptions withPrecision(String other) {
    return new ScorerOptions(other, backbone);
  }

  /** The same on a backbone in another folder. */
  public ScorerOptions withBackbone(Path folder) {
    return new ScorerOptions(precision, folder);
  }

  /** Whether a backbone is named. */
  public boolean hasBackbone() {
    return !backbone.equals(NONE);
  }
}
