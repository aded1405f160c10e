package org.emoglot.nn;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * Each channel brought to mean 0 and variance 1 by what pretraining found, then scaled and shifted
 * (Ioffe and Szegedy 2015, arXiv 1502.03167). Mean and variance never change: those of a batch
 * would make the frames of a clip depend on other clips.
 */
public final class FrozenBatchNorm implements Layer {

  /** Behind the name of the norm, that of the mean. */
  public static final String MEAN = ".running_mean";

  /** Behind the name of the norm, that of the variance. */
  public static final String VARIANCE = ".running_var";

  /** What is added to the variance: PyTorch's; no configuration changes it. */
  public static final double EPSILON = 1e-5;

  private final Tensor weight;
  private final Tensor bias;
  private final Tensor mean;
  private final Tensor variance;

  public FrozenBatchNorm(Parameters parameters, String name, int width) {
    weight = parameters.take(name + ".weight", Initializer.constant(1), width);
    bias = parameters.take(name + ".bias", Initializer.constant(0), width);
    mean = parameters.take(name + MEAN, Initializer.constant(0), width);
    variance = parameters.take(name + VARIANCE, Initializer.constant(1), width);
  }

  /** Whether a parameter of this name is a statistic, which nothing trains. */
  public static boolean isStatistic(String name) {
    return name.endsWith(MEAN) || name.endsWith(VARIANCE);
  }

  /** Frames (..., D) in and out. */
  @Override
  public Tensor forward(Tensor x) {
    return x.sub(mean).mul(Ops.plus(variance, EPSILON).rsqrt().mul(weight)).add(bias);
  }
}
