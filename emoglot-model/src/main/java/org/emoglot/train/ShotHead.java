package org.emoglot.train;

import java.util.Arrays;
import java.util.List;
import org.emoglot.network.BatchedInference.Answer;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.representation.SoftmaxRegression;

/**
 * What labelled clips of the target change in a head that other languages have taught. Its weights
 * are fitted to them, with those that it had as the prior, which the more clips move the more. Its
 * biases follow the clips freely: with them goes how the answers to the target differ as a whole.
 */
public final class ShotHead {

  /**
   * Strength of the prior for one clip of each emotion, where embeddings have a mean square of 1.
   */
  private static final double PRIOR = 50;

  /** That many values, at a mean square of 1, are what {@link #PRIOR} was chosen for. */
  private static final double VALUES = 3072;

  private ShotHead() {}

  /**
   * Changes the head.
   *
   * @param shots its answers to the labelled clips, at least one
   * @param labels indices of their emotions
   */
  public static void fit(EmotionNetwork network, List<Answer> shots, int[] labels) {
    float[][] embeddings = shots.stream().map(Answer::embedding).toArray(float[][]::new);
    float[][] logits = shots.stream().map(Answer::logits).toArray(float[][]::new);
    double[] weights = new double[labels.length];
    Arrays.fill(weights, 1);
    double perEmotion = (double) labels.length / logits[0].length;
    SoftmaxRegression more =
        SoftmaxRegression.fit(
            embeddings,
            labels,
            weights,
            Math.max(1e-6, PRIOR / perEmotion * squares(embeddings) / VALUES),
            SoftmaxRegression.EXACT,
            logits);
    network.addToHead(more.weights(), more.biases());
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
