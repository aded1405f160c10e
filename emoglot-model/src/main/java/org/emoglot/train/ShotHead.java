package org.emoglot.train;

import java.util.Arrays;
import java.util.List;
import org.emoglot.network.BatchedInference.Answer;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.representation.SoftmaxRegression;
import org.emoglot.unlabelled.LogitShift;
import org.emoglot.unlabelled.SourceLogits;

/**
 * What labelled clips of the target change in a head that other languages have taught. First its
 * biases take out how the answers to the target differ as a whole ({@link LogitShift#ofLabelled}).
 * Then its weights are fitted to the clips, with those that it had as the prior, which the more
 * clips move the more; the biases may follow a little.
 */
public final class ShotHead {

  /**
   * Strength of the prior for one clip of each emotion, where embeddings have a mean square of 1.
   */
  private static final double PRIOR = 200;

  /** That many values, at a mean square of 1, are what {@link #PRIOR} was chosen for. */
  private static final double VALUES = 3072;

  /** The same for the biases, in logits. */
  private static final double BIAS_PRIOR = 0.2;

  private ShotHead() {}

  /**
   * Changes the head.
   *
   * @param shots its answers to the labelled clips, at least one
   * @param labels indices of their emotions
   * @param source how it answers the languages that have taught it; unknown where nothing is to be
   *     taken out first
   */
  public static void fit(
      EmotionNetwork network, List<Answer> shots, int[] labels, SourceLogits source) {
    float[][] embeddings = shots.stream().map(Answer::embedding).toArray(float[][]::new);
    List<float[]> logits = shots.stream().map(Answer::logits).toList();
    int classes = logits.get(0).length;
    LogitShift shift =
        source.isUnknown()
            ? LogitShift.none(classes)
            : LogitShift.ofLabelled(source, logits, labels);
    double[] weights = new double[labels.length];
    Arrays.fill(weights, 1);
    double perEmotion = (double) labels.length / classes;
    SoftmaxRegression more =
        SoftmaxRegression.fit(
            embeddings,
            labels,
            weights,
            new SoftmaxRegression.Penalty(
                Math.max(1e-6, PRIOR / perEmotion * squares(embeddings) / VALUES),
                source.isUnknown() ? 0 : BIAS_PRIOR / perEmotion),
            SoftmaxRegression.EXACT,
            logits.stream().map(shift::apply).toArray(float[][]::new));
    network.addToHead(more.weights(), shift.apply(more.biases()));
  }

  /** Mean squared norm. */
  private static double squares(float[][] embeddings) {
    double sum = 0;
    for (float[] embedding : embeddings) {
      for (float value : embedding) {
        sum += (double) value * value / embeddings.length;
      }
    }
    return sum;
  }
}
