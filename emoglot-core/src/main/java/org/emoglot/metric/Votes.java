package org.emoglot.metric;

import java.util.List;

/** What the members of a committee say together: the mean of their probabilities. */
public final class Votes {

  private Votes() {}

  /**
   * The logarithms of the mean of the softmax of several logits, each finite.
   *
   * @param votes logits (K) of each member; those of a single one are returned as they are
   */
  public static float[] pool(List<float[]> votes) {
    if (votes.size() == 1) {
      return votes.get(0);
    }
    double[][] logs = votes.stream().map(Votes::logSoftmax).toArray(double[][]::new);
    float[] pooled = new float[logs[0].length];
    double[] ofOneLabel = new double[logs.length];
    for (int k = 0; k < pooled.length; k++) {
      for (int m = 0; m < logs.length; m++) {
        ofOneLabel[m] = logs[m][k];
      }
      pooled[k] = (float) (logSumExp(ofOneLabel) - Math.log(logs.length));
    }
    return pooled;
  }

  private static double[] logSoftmax(float[] logits) {
    double[] values = new double[logits.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = logits[k];
    }
    double total = logSumExp(values);
    for (int k = 0; k < values.length; k++) {
      values[k] -= total;
    }
    return values;
  }

  private static double logSumExp(double[] values) {
    double highest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      highest = Math.max(highest, value);
    }
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - highest);
    }
    return highest + Math.log(sum);
  }
}
