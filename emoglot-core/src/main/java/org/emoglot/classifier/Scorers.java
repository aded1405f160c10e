package org.emoglot.classifier;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.emoglot.InvalidInputException;

/** Finds the engine for a saved model. */
final class Scorers {

  private Scorers() {}

  /** Opens a folder with the first engine on the class path that can. */
  static Scorer open(Path folder, ScorerOptions options) {
    return open(
        folder,
        options,
        ServiceLoader.load(ScorerProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  /**
   * Opens a folder.
   *
   * @param providers asked in this order
   */
  static Scorer open(Path folder, ScorerOptions options, List<ScorerProvider> providers) {
    if (providers.isEmpty()) {
      throw new InvalidInputException(
          "Expected an engine that runs the model %s, found none on the class path: add emoglot-model, or another module that provides one."
              .formatted(folder));
    }
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          "Expected the folder of a saved model at %s, found no folder there.".formatted(folder));
    }
    return providers.stream()
        .filter(provider -> provider.canOpen(folder))
        .findFirst()
        .orElse(providers.get(0)) // its refusal names the file that is missing
        .open(folder, options);
  }
}
