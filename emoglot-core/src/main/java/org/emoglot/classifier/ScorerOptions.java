package org.emoglot.classifier;

import java.nio.file.Path;

/**
 * How a saved model is opened.
 *
 * @param precision number format of the encoder's products, by the engine's name for it; {@code
 *     fp32} is known to every engine
 * @param backbone the folder of the backbone of a model with only adapters; the empty path for the
 *     folder that it had in training
 * @param engine by the {@link ScorerProvider#id} of it; empty for the fastest that can
 */
public record ScorerOptions(String precision, Path backbone, String engine) {

  private static final Path NONE = Path.of("");
  private static final String ANY = "";
  private static final String PLAIN = "fp32";

  /** float32, the backbone where it was, and the fastest engine. */
  public static final ScorerOptions DEFAULT = new ScorerOptions(PLAIN, NONE, ANY);

  /** The same in another precision. */
  public ScorerOptions withPrecision(String other) {
    return new ScorerOptions(other, backbone, engine);
  }

  /** The same on a backbone in another folder. */
  public ScorerOptions withBackbone(Path folder) {
    return new ScorerOptions(precision, folder, engine);
  }

  /** The same in one engine. */
  public ScorerOptions withEngine(String id) {
    return new ScorerOptions(precision, backbone, id);
  }

  /** Whether no other precision than float32 is asked for. */
  public boolean isPlain() {
    return precision.equals(PLAIN);
  }

  /** Whether a backbone is named. */
  public boolean hasBackbone() {
    return !backbone.equals(NONE);
  }
}
