package org.emoglot.cli;

import java.nio.file.Path;
import org.emoglot.InvalidInputException;
import org.emoglot.feature.FeatureCache;
import org.emoglot.feature.FeatureStore;
import org.emoglot.feature.FeatureStoreOptions;
import picocli.CommandLine.Option;

/** Where the output of frozen layers is kept between runs. */
final class FeatureOptions {

  private static final String NONE = "none";

  @Option(
      names = "--features",
      paramLabel = "<folder|none>",
      description =
          "The folder that keeps the output of the frozen part of the encoder between runs"
              + " (default: features in EMOGLOT_CACHE or ~/.cache/emoglot). It changes no result.")
  private String folder = "";

  @Option(
      names = "--features-limit",
      paramLabel = "<GiB>",
      description = "The largest size of that folder (default: EMOGLOT_CACHE_GIB or 20).")
  private String limit = "";

  /**
   * Opens the store.
   *
   * @throws InvalidInputException if a folder or a limit that was asked for cannot be used
   */
  FeatureCache open(Output output) {
    if (folder.equals(NONE)) {
      return FeatureCache.NONE;
    }
    FeatureStoreOptions options =
        FeatureStoreOptions.fromEnvironment(
            System.getenv(), Path.of(System.getProperty("user.home")));
    if (!limit.isEmpty()) {
      options = options.withLimit(limit, "--features-limit");
    }
    if (!folder.isEmpty()) {
      return FeatureStore.open(options.in(Path.of(folder)), output::warn);
    }
    try {
      return FeatureStore.open(options, output::warn);
    } catch (InvalidInputException e) {
      // The store is optional: training works without a writable home.
      output.note(e.getMessage() + " This run continues without it.");
      return FeatureCache.NONE;
    }
  }
}
