package org.emoglot.unlabelled;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Arrays;
import java.util.List;

/**
 * What a sample of recordings without labels changes in the answers of a model: every logit less a
 * constant. A language, its speakers and their microphone move all answers in one direction, which
 * the mean of the sample shows; what the sample's emotions add to that mean is taken out by {@link
 * MixtureFit}.
 *
 * <pre>
 * offset = mean of the sample - mean of the source - sum_k share_k emotion_k
 * shift = unusual(offset) w / (w + 8) offset
 * </pre>
 *
 * <p>Where the model was moved by labelled clips of the target already, they are added to the 8.
 * The weight w is the number of clips, and down to a quarter of it where the clips differ as little
 * as those of one emotion do. The shares are close to equal where the clips differ much, and what
 * the clips say where they differ little or say it clearly. {@link UsualOffset} leaves alone what
 * corpora differ anyway. Nothing is learned by gradients, and nothing is drawn at random.
 * docs/adaptation.md says what was compared.
 *
 * @param values (K) to subtract
 * @param clips of the sample
 * @param weight w, how many balanced clips they count as
 * @param shares (K) of the emotions in the sample, as far as can be told
 * @param variety from 0, as little as clips of one emotion differ, to 1, as much as clips of all
 */
public record LogitShift(
    float[] values, int clips, double weight, double[] shares, double variety) {

  /** Clips that the source counts as. */
  static final double SOURCE = 8;

  /** The share of the spread of the source that passes for clips of several emotions. */
  private static final double VARIED = 0.3;

  /** Clips of one emotion that are added to a sample before its spread is measured. */
  private static final double SPREAD_PRIOR = 4;

  /** The share of its clips that a sample without any variety counts as. */
  private static final double LEAST = 0.25;

  /** Clips of each emotion that are added to a sample. */
  private static final double SHARE_PRIOR = 2;

  /** The same for each clip of a varied sample. */
  private static final double SHARE_PRIOR_PER_CLIP = 0.5;

  /** Clips of one session are not independent: a sample counts as no more of them. */
  private static final double INDEPENDENT = 16;

  /** The same where shares are tested against equal ones, in which more clips tell more. */
  private static final double TESTED = 32;

  /** The likelihood by which shares must be better than equal ones to be believed. */
  private static final double EVIDENCE = 17;

  private static final double EVIDENCE_WIDTH = 1.5;

  /** Changes nothing. */
  public static LogitShift none(int classes) {
    double[] shares = new double[classes];
    Arrays.fill(shares, 1.0 / classes);
    return new LogitShift(new float[classes], 0, 0, shares, 0);
  }

  /**
   * Takes it from a sample.
   *
   * @param logits (N, K) of its clips
   */
  public static LogitShift of(SourceLogits source, List<float[]> logits) {
    int classes = source.mean().length;
    if (logits.isEmpty()) {
      return none(classes);
    }
    double[][] sample = logits.stream().map(Sums::centred).toArray(double[][]::new);
    double variety = variety(source, sample);
    double[] shares = shares(source, sample, variety);
    double weight = sample.length * (LEAST + (1 - LEAST) * variety);
    double[] offset = mean(sample);
    Sums.add(offset, source.mean(), -1);
    for (int k = 0; k < classes; k++) {
      Sums.add(offset, source.emotions()[k], -shares[k]);
    }
    double factor = weight / (weight + SOURCE + source.shots());
    return new LogitShift(
        scaled(offset, factor * UsualOffset.unusual(source, offset)),
        sample.length,
        weight,
        shares,
        variety);
  }

  /**
   * Takes it from clips whose emotions are known, which tell it best.
   *
   * @param logits (N, K) of the clips
   * @param labels (N) indices of their emotions
   */
  public static LogitShift ofLabelled(SourceLogits source, List<float[]> logits, int[] labels) {
    int classes = source.mean().length;
    if (logits.isEmpty()) {
      return none(classes);
    }
    double[] shares = new double[classes];
    for (int label : labels) {
      shares[label] += 1.0 / labels.length;
    }
    return new LogitShift(
        scaled(source.offset(logits, labels), labels.length / (labels.length + SOURCE)),
        labels.length,
        labels.length,
        shares,
        1);
  }

  private static float[] scaled(double[] values, double factor) {
    float[] scaled = new float[values.length];
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] = (float) (factor * values[k]);
    }
    return scaled;
  }

  private static double variety(SourceLogits source, double[][] sample) {
    double[] mean = mean(sample);
    double squares = 0;
    for (double[] clip : sample) {
      double[] rest = clip.clone();
      Sums.add(rest, mean, -1);
      squares += Sums.squaredNorm(rest);
    }
    double within = source.spreadWithin();
    double spread =
        (squares / source.spread() + SPREAD_PRIOR * within) / (sample.length - 1 + SPREAD_PRIOR);
    double share = within < 1 ? (spread - within) / (1 - within) : 0;
    return Math.max(0, Math.min(1, share / VARIED));
  }

  private static double[] shares(SourceLogits source, double[][] sample, double variety) {
    double tested = Math.min(sample.length, TESTED);
    double evidence =
        MixtureFit.of(source, sample, tested, SHARE_PRIOR).logPosterior()
            - MixtureFit.of(source, sample, tested, Double.POSITIVE_INFINITY).logPosterior();
    double belief = 1 / (1 + Math.exp((EVIDENCE - evidence) / EVIDENCE_WIDTH));
    double independent = Math.min(sample.length, INDEPENDENT);
    double counted = independent + (tested - independent) * belief;
    double prior = SHARE_PRIOR + independent * SHARE_PRIOR_PER_CLIP * variety * (1 - belief);
    return MixtureFit.of(source, sample, counted, prior).shares();
  }

  private static double[] mean(double[][] sample) {
    double[] mean = new double[sample[0].length];
    for (double[] clip : sample) {
      Sums.add(mean, clip, 1.0 / sample.length);
    }
    return mean;
  }

  /** Logits (K) less the shift; the given ones stay as they are. */
  public float[] apply(float[] logits) {
    float[] shifted = logits.clone();
    for (int k = 0; k < shifted.length; k++) {
      shifted[k] -= values[k];
    }
    return shifted;
  }

  /** Whether nothing was heard. */
  @JsonIgnore
  public boolean isNone() {
    return clips == 0;
  }

  /** Whether answers stay as they are. */
  public boolean changesNothing() {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
