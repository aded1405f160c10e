package org.emoglot.classifier;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.emoglot.data.Language;
import org.emoglot.metric.GroupConformal;
import org.emoglot.metric.Temperature;

/**
 * Fits a {@link Confidence} to answers whose truth is known: the likeliest temperature, expected
 * about 1, the threshold that rejects the least confident tenth of the answers, and the {@link
 * AnswerSets} that contain the truth of nine in ten clips of a language that was left out (see
 * {@link GroupConformal}).
 *
 * <p>Of left-out languages each counts as one observation, whatever its number of clips: its clips
 * share what makes it a language, so a thousand of them say no more about the next language than a
 * hundred do. So the temperature stays near 1 where the languages disagree.
 */
public final class ConfidenceFit {

  /** One in so many answers is rejected: those that are least sure. */
  private static final int ONE_IN = 10;

  /** Share of clips whose truth is to be in their set. */
  private static final double COVERAGE = 0.9;

  private final double[][] logits;
  private final int[] truth;
  private final List<Language> languages;

  private ConfidenceFit(List<float[]> logits, int[] truth, List<Language> languages) {
    if (logits.size() != truth.length || languages.size() != truth.length) {
      throw new IllegalArgumentException(
          "Logits, labels and languages differ in number: %d, %d, %d."
              .formatted(logits.size(), truth.length, languages.size()));
    }
    this.logits = logits.stream().map(ConfidenceFit::widened).toArray(double[][]::new);
    this.truth = truth;
    this.languages = languages;
  }

  /**
   * From the validation clips of the training languages.
   *
   * @param logits (N, K)
   * @param truth (N) label indices
   * @param languages (N)
   * @return {@link Confidence#NONE} for no clips
   */
  public static Confidence onValidationClips(
      List<float[]> logits, int[] truth, List<Language> languages) {
    double[] weights = new double[truth.length];
    Arrays.fill(weights, 1);
    return new ConfidenceFit(logits, truth, languages)
        .fit(weights, CalibrationSource.VALIDATION_CLIPS);
  }

  /**
   * From the clips of left-out languages, each of which weighs as much as one clip.
   *
   * @param logits (N, K) of heads that have not learned from the clip's language
   * @param truth (N) label indices
   * @param languages (N)
   * @return {@link Confidence#NONE} for no clips
   */
  public static Confidence onLeftOutLanguages(
      List<float[]> logits, int[] truth, List<Language> languages) {
    Map<Language, Double> clips = new HashMap<>();
    languages.forEach(language -> clips.merge(language, 1.0, Double::sum));
    double[] weights =
        languages.stream().mapToDouble(language -> 1 / clips.getOrDefault(language, 1.0)).toArray();
    return new ConfidenceFit(logits, truth, languages)
        .fit(weights, CalibrationSource.LEFT_OUT_LANGUAGES);
  }

  private Confidence fit(double[] weights, CalibrationSource source) {
    if (truth.length == 0) {
      return Confidence.NONE;
    }
    Temperature temperature = Temperature.fit(logits, truth, weights, Temperature.Prior.ABOUT_ONE);
    double[][] probabilities =
        Arrays.stream(logits).map(temperature::probabilities).toArray(double[][]::new);
    return new Confidence(
        temperature.value(),
        rejectBelow(probabilities, weights),
        new AnswerSets(COVERAGE, GroupConformal.threshold(scores(probabilities), COVERAGE)),
        source);
  }

  /** The confidence below which a tenth of the weight lies. */
  private static double rejectBelow(double[][] probabilities, double[] weights) {
    double[] confidences =
        Arrays.stream(probabilities).mapToDouble(ConfidenceFit::highest).toArray();
    List<Integer> order =
        IntStream.range(0, confidences.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> confidences[i]))
            .toList();
    double tenth = Arrays.stream(weights).sum() / ONE_IN;
    double below = 0;
    double threshold = 0;
    for (int i : order) {
      if (below > tenth) {
        break;
      }
      threshold = confidences[i];
      below += weights[i];
    }
    return Math.min(1, threshold);
  }

  /** By language the probability of the truth, or 1 where it is the answer, which any set has. */
  private List<double[]> scores(double[][] probabilities) {
    Map<Language, double[]> byLanguage = new TreeMap<>();
    for (Language language : languages) {
      byLanguage.computeIfAbsent(
          language,
          wanted ->
              IntStream.range(0, truth.length)
                  .filter(i -> languages.get(i).equals(wanted))
                  .mapToDouble(i -> score(probabilities[i], truth[i]))
                  .toArray());
    }
    return List.copyOf(byLanguage.values());
  }

  private static double score(double[] row, int truth) {
    return row[truth] < highest(row) ? row[truth] : 1;
  }

  private static double highest(double[] row) {
    return Arrays.stream(row).max().orElseThrow();
  }

  private static double[] widened(float[] row) {
    double[] values = new double[row.length];
    Arrays.setAll(values, k -> row[k]);
    return values;
  }
}
