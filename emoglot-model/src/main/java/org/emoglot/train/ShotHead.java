package org.emoglot.train;

import java.util.Arrays;
import java.util.List;
import org.emoglot.network.BatchedInference.Answer;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.representation.SoftmaxRegression;
import org.emoglot.unlabelled.SourceLogits;

/**
 * What labelled clips of the target change in a head that other languages have taught. First its
 * biases take out how the answers to them differ as a whole; then its weights are fitted to them,
 * with those that it had as the prior, which the more clips move the more.
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
   * @param source how the network answers its training languages now
   * @param shots its answers to the labelled clips, at least one
   * @param labels indices of their emotions
   */
  public static void fit(
      EmotionNetwork network, SourceLogits source, List<Answer> shots, int[] labels) {
    float[][] embeddings = shots.stream().map(Answer::embedding).toArray(float[][]::new);
    float[][] logits = shots.stream().map(Answer::logits).toArray(float[][]::new);
    float[] shift =
        source.isUnknown()
            ? new float[logits[0].length]
            : source.shiftOf(Arrays.asList(logits), labels);
    float[][] before = new float[logits.length][shift.length];
    for (int i = 0; i < before.length; i++) {
      for (int k = 0; k < shift.length; k++) {
        before[i][k] = logits[i][k] - shift[k];
      }
    }
    double[] weights = new double[labels.length];
    Arrays.fill(weights, 1);
    double perEmotion = (double) labels.length / shift.length;
    SoftmaxRegression more =
        SoftmaxRegression.fit(
            embeddings,
            labels,
            weights,
            Math.max(1e-6, PRIOR / perEmotion * squares(embeddings) / VALUES),
            SoftmaxRegression.EXACT,
            before);
    float[] biases = more.biases().clone();
    for (int k = 0; k < biases.length; k++) {
      biases[k] -= shift[k];
    }
    network.addToHead(more.weights(), biases);
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
