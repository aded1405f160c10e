package org.emoglot.experiment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.emoglot.encoder.EncoderConfig;

/** The encoders that need no checkpoint: their weights are drawn from the seed. */
public enum BuiltIn {

  /** A small transformer over log-mel frames. */
  MINI {
    @Override
    public EncoderConfig layout(Settings settings) {
      return settings.mini().layout();
    }
  },

  /** A projection of utterance statistics. */
  STATISTICS {
    @Override
    public EncoderConfig layout(Settings settings) {
      return settings.statistics().layout();
    }
  };

  /** The one that is taken where none is named. */
  public static final BuiltIn DEFAULT = STATISTICS;

  /** As {@code --backbone} names it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The layout with the sizes of some settings. */
  public abstract EncoderConfig layout(Settings settings);

  /** The one of this name. */
  public static Optional<BuiltIn> named(String backbone) {
    return Arrays.stream(values()).filter(one -> one.id().equals(backbone)).findFirst();
  }

  /** Whether a backbone of this name is built in. */
  public static boolean isNamed(String backbone) {
    return named(backbone).isPresent();
  }

  /** All names, for messages. */
  public static String names() {
    return Arrays.stream(values()).map(BuiltIn::id).collect(Collectors.joining(" or "));
  }
}
