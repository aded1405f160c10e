package org.emoglot.classifier;

import java.nio.file.Path;

/**
 * An engine that runs saved models. {@link java.util.ServiceLoader} finds it: its module names the
 * provider in {@code META-INF/services/org.emoglot.classifier.ScorerProvider}.
 *
 * <p>Only {@link #open} and {@link #prepare} load native libraries.
 */
public interface ScorerProvider {

  /** The engine's name in messages, such as {@code PyTorch}. */
  String engine();

  /** The engine's name in options, such as {@code torch}. */
  String id();

  /**
   * Whether it is asked before others where several can open a model: the fastest one should be.
   */
  default boolean isPreferred() {
    return false;
  }

  /** Whether it has what the options ask for. */
  default boolean supports(ScorerOptions options) {
    return true;
  }

  /**
   * Whether there is a saved model in a form that this engine runs.
   *
   * @param folder an existing folder, or a file
   * @throws org.emoglot.InvalidInputException if it holds one that is damaged
   */
  boolean canOpen(Path folder);

  /**
   * Loads the libraries that {@link #open} would load first. Called in a thread of its own, while
   * others look at the model, for the provider that probably opens it.
   */
  default void prepare() {}

  /**
   * Loads a saved model. The first provider that is asked also gets a folder that no engine can
   * open, to report what is wrong with it.
   *
   * @throws org.emoglot.InvalidInputException if the folder or a file in it is missing or damaged,
   *     or the engine does not have what the options ask for
   */
  Scorer open(Path folder, ScorerOptions options);
}
