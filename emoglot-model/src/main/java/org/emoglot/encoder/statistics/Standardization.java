package org.emoglot.encoder.statistics;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.Layer;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * Normalises each channel with the mean and deviation of the training clips, and limits it to
 * {@value #LIMIT} deviations, so an unusual recording is not extreme in every channel. No gradient
 * changes mean or deviation.
 */
final class Standardization implements Layer {

  private static final String MEAN = ".mean";
  private static final String DEVIATION = ".deviation";
  private static final double LIMIT = 4;

  /** Of a channel that never varies. */
  private static final double SMALLEST_DEVIATION = 1e-6;

  private final Tensor mean;
  private final Tensor deviation;

  Standardization(Parameters parameters, String name, int width) {
    mean = parameters.take(name + MEAN, Initializer.constant(0), width);
    deviation = parameters.take(name + DEVIATION, Initializer.constant(1), width);
  }

  /** Whether a parameter of this name is a statistic, which nothing trains. */
  static boolean isStatistic(String name) {
    return name.endsWith(MEAN) || name.endsWith(DEVIATION);
  }

  /**
   * Takes mean and deviation from frames.
   *
   * @param frames one or more rows of D values
   */
  void fit(List<float[]> frames) {
    int width = frames.get(0).length;
    float[] means = new float[width];
    float[] deviations = new float[width];
    for (int channel = 0; channel < width; channel++) {
      int at = channel;
      double center = frames.stream().mapToDouble(row -> row[at]).average().orElseThrow();
      double variance =
          frames.stream()
              .mapToDouble(row -> (row[at] - center) * (row[at] - center))
              .average()
              .orElseThrow();
      means[channel] = (float) center;
      deviations[channel] = (float) Math.max(SMALLEST_DEVIATION, Math.sqrt(variance));
    }
    Ops.assign(mean, means);
    Ops.assign(deviation, deviations);
  }

  /** Frames (..., D) in and out. */
  @Override
  public Tensor forward(Tensor x) {
    return x.sub(mean)
        .div(deviation)
        .clamp(new ScalarOptional(new Scalar(-LIMIT)), new ScalarOptional(new Scalar(LIMIT)));
  }
}
