package org.emoglot.classifier;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;

/** Finds the engine for a saved model. */
final class Scorers {

  private Scorers() {}

  /**
   * Opens a model with the first engine on the class path that can, the fastest ones first; of an
   * adapted model, that of the model that it was made of. The model that the class path brings
   * exported is opened from there, wherever its saved form lies.
   */
  static Scorer open(Path model, ScorerOptions options) {
    if (AdaptedFolder.isAdapted(model)) {
      return AdaptedFolder.open(model, options);
    }
    List<ScorerProvider> providers =
        ServiceLoader.load(ScorerProvider.class).stream().map(ServiceLoader.Provider::get).toList();
    return open(exported(model, options, providers).orElse(model), options, providers);
  }

  /** The exported form of a saved model, if there is one and an engine that may open it. */
  private static Optional<Path> exported(
      Path model, ScorerOptions options, List<ScorerProvider> providers) {
    return PackagedModel.exportOf(model)
        .filter(
            export ->
                providers.stream()
                    .filter(provider -> isWanted(provider, options))
                    .filter(ScorerProvider::isPreferred)
                    .anyMatch(provider -> provider.canOpen(export) && provider.supports(options)));
  }

  private static boolean isWanted(ScorerProvider provider, ScorerOptions options) {
    return options.engine().isEmpty() || provider.id().equals(options.engine());
  }

  /**
   * Opens a model.
   *
   * @param providers asked in this order, but for the preferred ones
   */
  static Scorer open(Path model, ScorerOptions options, List<ScorerProvider> providers) {
    if (providers.isEmpty()) {
      throw new InvalidInputException(
          "Expected an engine that runs the model %s, found none on the class path: add emoglot-model, emoglot-onnx for exported models, or another module that provides one."
              .formatted(model));
    }
    List<ScorerProvider> asked = wanted(options, providers);
    if (!Files.isDirectory(model) && !isFileOfAModel(model, asked)) {
      throw new InvalidInputException(
          "Expected the folder of a saved model at %s, found no folder there.".formatted(model));
    }
    ScorerProvider likely = likely(model, asked);
    try (Ahead engine = Ahead.begin("engine", likely::prepare)) {
      ScorerProvider found =
          first(asked, provider -> provider.canOpen(model) && provider.supports(options))
              .or(() -> first(asked, provider -> provider.canOpen(model)))
              .orElse(likely); // its refusal names the file that is missing
      if (found == likely) {
        engine.await();
      }
      return found.open(model, options);
    }
  }

  /** The one whose libraries to load while others still read what they are asked to open. */
  private static ScorerProvider likely(Path model, List<ScorerProvider> asked) {
    return first(asked, provider -> provider.isPreferred() && provider.canOpen(model))
        .or(() -> first(asked, provider -> !provider.isPreferred()))
        .orElse(asked.get(0));
  }

  private static boolean isFileOfAModel(Path model, List<ScorerProvider> asked) {
    return Files.isRegularFile(model) && asked.stream().anyMatch(one -> one.canOpen(model));
  }

  private static List<ScorerProvider> wanted(
      ScorerOptions options, List<ScorerProvider> providers) {
    List<ScorerProvider> wanted =
        providers.stream()
            .filter(provider -> isWanted(provider, options))
            .sorted(Comparator.comparing(ScorerProvider::isPreferred).reversed())
            .toList();
    if (wanted.isEmpty()) {
      throw new InvalidInputException(
          "Expected an engine among %s, which are on the class path, found '%.40s'."
              .formatted(
                  providers.stream().map(ScorerProvider::id).collect(Collectors.joining(", ")),
                  options.engine()));
    }
    return wanted;
  }

  private static Optional<ScorerProvider> first(
      List<ScorerProvider> providers, Predicate<ScorerProvider> can) {
    return providers.stream().filter(can).findFirst();
  }
}
