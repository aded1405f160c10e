package org.emoglot.adapt;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.Layer;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * Brings pooled values to mean 0 and deviation 1 by those of the training clips, and then what was
 * pooled of each hidden state to a root mean square of 1 within each clip: no state counts more
 * because its values are larger, and no clip because it is unusual in all of them. No gradient
 * changes mean or deviation.
 */
final class Standardizer implements Layer {

  /** Keeps the root mean square of a clip that has the mean in every value from being 0. */
  private static final double FLOOR = 1e-10;

  /** Of the square of a mean: below this a variance is rounding, and the value does not vary. */
  private static final double ROUNDING = 1e-12;

  private final Tensor mean;
  private final Tensor deviation;
  private final long block;

  /**
   * Takes mean and deviation, which are 0 and 1 at first.
   *
   * @param width D of an utterance
   * @param block values that were pooled together, of one hidden state; a divisor of D
   */
  Standardizer(Parameters parameters, int width, int block) {
    this.mean = parameters.takeFixed("standardize.mean", Initializer.constant(0), width);
    this.deviation = parameters.takeFixed("standardize.deviation", Initializer.constant(1), width);
    this.block = block;
  }

  /**
   * Takes mean and deviation from utterances. A value that does not vary is only centred.
   *
   * @param pooled one or more rows of D values
   * @param weights of the rows; their sum is 1
   */
  void fit(List<float[]> pooled, double[] weights) {
    double[] means = new double[pooled.get(0).length];
    double[] variances = new double[means.length];
    for (int i = 0; i < weights.length; i++) {
      for (int d = 0; d < means.length; d++) {
        means[d] += weights[i] * pooled.get(i)[d];
      }
    }
    for (int i = 0; i < weights.length; i++) {
      for (int d = 0; d < means.length; d++) {
        double centred = pooled.get(i)[d] - means[d];
        variances[d] += weights[i] * centred * centred;
      }
    }
    float[] centers = new float[means.length];
    float[] deviations = new float[means.length];
    for (int d = 0; d < means.length; d++) {
      centers[d] = (float) means[d];
      boolean varies = variances[d] > ROUNDING * means[d] * means[d];
      deviations[d] = varies ? (float) Math.sqrt(variances[d]) : 1;
    }
    Ops.assign(mean, centers);
    Ops.assign(deviation, deviations);
  }

  /** Utterances (B, D) in and out. */
  @Override
  public Tensor forward(Tensor h) {
    Tensor z = h.sub(mean).div(deviation).view(h.size(0), -1, block); // (B, D / block, block)
    Tensor rms = Ops.plus(Ops.mean(z.square(), 2, true), FLOOR).sqrt(); // (B, D / block, 1)
    return z.div(rms).view(h.size(0), -1);
  }
}
