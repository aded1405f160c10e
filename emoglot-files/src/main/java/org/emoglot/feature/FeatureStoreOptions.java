package org.emoglot.feature;

import java.nio.file.Path;
import java.util.Map;
import org.emoglot.InvalidInputException;

/**
 * The place and largest size of a store.
 *
 * @param folder of the store
 * @param maxBytes of all entries together, at least 1
 */
public record FeatureStoreOptions(Path folder, long maxBytes) {

  /** The folder that holds the store, where it is not the user's cache. */
  public static final String FOLDER_VARIABLE = "EMOGLOT_CACHE";

  /** GiB that the store may take. */
  public static final String LIMIT_VARIABLE = "EMOGLOT_CACHE_GIB";

  public static final double GIB = 1L << 30;

  private static final double DEFAULT_GIB = 20;
  private static final double MOST_GIB = 1 << 20;

  public FeatureStoreOptions {
    folder = folder.toAbsolutePath().normalize();
    if (maxBytes < 1) {
      throw new InvalidInputException(
          "Expected at least 1 byte for the feature store, found %d.".formatted(maxBytes));
    }
  }

  /**
   * As an environment says: in {@code EMOGLOT_CACHE}, else {@code XDG_CACHE_HOME/emoglot}, else
   * {@code ~/.cache/emoglot}, at most {@code EMOGLOT_CACHE_GIB}, else 20 GiB.
   *
   * @throws InvalidInputException if a value cannot be used
   */
  public static FeatureStoreOptions fromEnvironment(Map<String, String> environment, Path home) {
    String own = environment.getOrDefault(FOLDER_VARIABLE, "");
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path cache =
        !own.isBlank()
            ? Path.of(own)
            : (caches.isBlank() ? home.resolve(".cache") : Path.of(caches)).resolve("emoglot");
    FeatureStoreOptions options =
        new FeatureStoreOptions(cache.resolve("features"), bytes(DEFAULT_GIB));
    String limit = environment.getOrDefault(LIMIT_VARIABLE, "");
    return limit.isBlank() ? options : options.withLimit(limit, LIMIT_VARIABLE);
  }

  /** In another folder. */
  public FeatureStoreOptions in(Path other) {
    return new FeatureStoreOptions(other, maxBytes);
  }

  /**
   * With another limit.
   *
   * @param gib a number of GiB such as {@code 0.5}
   * @param origin who says so, for the message
   */
  public FeatureStoreOptions withLimit(String gib, String origin) {
    if (!gib.strip().matches("\\d{1,9}(\\.\\d{1,9})?")) {
      throw unusable(gib, origin);
    }
    double value = Double.parseDouble(gib.strip());
    if (bytes(value) < 1 || value > MOST_GIB) {
      throw unusable(gib, origin);
    }
    return new FeatureStoreOptions(folder, bytes(value));
  }

  private static InvalidInputException unusable(String gib, String origin) {
    return new InvalidInputException(
        "Expected a size in GiB for the feature store, such as 20 or 0.5, in %s, found '%s'."
            .formatted(origin, gib));
  }

  private static long bytes(double gib) {
    return (long) (gib * GIB);
  }
}
