package org.emoglot.corpus;

import java.util.List;
import java.util.function.Function;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;

/**
 * How a corpus is divided into train, validation and test.
 *
 * @param train share of train: a weight, or a count where the three sum to the corpus's size
 * @param validation share of validation
 * @param test share of test
 * @param strata what is kept in proportion, the more important first
 */
public record SplitRule(double train, double validation, double test, List<Stratum> strata) {

  /** Eight, one and one tenth, in proportion for labels, and within a label for speakers. */
  public static final SplitRule TENTHS =
      new SplitRule(0.8, 0.1, 0.1, List.of(Stratum.LABEL, Stratum.SPEAKER));

  /** A property that strata are formed by. */
  @SuppressWarnings("ImmutableEnumChecker") // a method reference
  public enum Stratum {
    LABEL(Utterance::label),
    SPEAKER(Utterance::speaker);

    private final Function<Utterance, String> key;

    Stratum(Function<Utterance, String> key) {
      this.key = key;
    }

    /** The stratum of an utterance. */
    public String of(Utterance utterance) {
      return key.apply(utterance);
    }
  }

  public SplitRule {
    strata = List.copyOf(strata);
    if (!(train >= 0 && validation >= 0 && test >= 0)
        || !(train + validation + test > 0 && Double.isFinite(train + validation + test))) {
      throw new IllegalArgumentException(
          "Expected shares of at least 0 and a positive sum, found %s, %s and %s."
              .formatted(train, validation, test));
    }
  }

  /** Counts, in proportion for labels. */
  public static SplitRule byLabel(int train, int validation, int test) {
    return new SplitRule(train, validation, test, List.of(Stratum.LABEL));
  }

  /** Counts, in proportion for labels, and within a label for speakers. */
  public static SplitRule byLabelAndSpeaker(int train, int validation, int test) {
    return new SplitRule(train, validation, test, List.of(Stratum.LABEL, Stratum.SPEAKER));
  }

  /**
   * Whether the shares are counts, so that the rule also says how large the corpus is. Shares that
   * are fractions sum to 1.
   */
  public boolean inCounts() {
    return train + validation + test >= 2;
  }

  /** The share of a part, in the unit of the rule. */
  public double weight(Split split) {
    return switch (split) {
      case TRAIN -> train;
      case VALIDATION -> validation;
      case TEST -> test;
    };
  }
}
