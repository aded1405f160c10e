package org.emoglot.doctor;

import java.io.UncheckedIOException;
import java.util.Locale;
import org.emoglot.InvalidInputException;
import org.emoglot.feature.FeatureStore;
import org.emoglot.feature.FeatureStoreOptions;

/** Says where the feature store is, how large, and that it may be removed. */
final class FeaturesCheck implements DoctorCheck {

  private static final String CHECK = "features";

  private static final String ADVICE =
      "Set EMOGLOT_CACHE to a folder and EMOGLOT_CACHE_GIB to a number, or train with --features"
          + " none.";

  private final Surroundings surroundings;

  FeaturesCheck(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Finding check() {
    try {
      FeatureStoreOptions options =
          FeatureStoreOptions.fromEnvironment(surroundings.environment(), surroundings.userHome());
      FeatureStore.Usage usage = FeatureStore.usage(options.folder());
      return Finding.ok(
          CHECK,
          String.format(
              Locale.ROOT,
              "%d clips, %.1f of at most %.1f GiB in %s, which you may delete at any time",
              usage.clips(),
              usage.bytes() / FeatureStoreOptions.GIB,
              options.maxBytes() / FeatureStoreOptions.GIB,
              options.folder()));
    } catch (InvalidInputException | UncheckedIOException e) {
      return Finding.warn(CHECK, String.valueOf(e.getMessage()), ADVICE);
    }
  }
}
