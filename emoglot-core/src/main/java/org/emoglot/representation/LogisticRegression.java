package org.emoglot.representation;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Arrays;

/**
 * Logistic regression, one class against the others, with the squared norm of the weights but not
 * of the bias as penalty, by LIBLINEAR's trust-region Newton method, which draws no random numbers
 * (R.-E. Fan and others: <i>LIBLINEAR: A Library for Large Linear Classification</i>, 2008).
 *
 * <p>Values are brought to mean 0 and variance 1 by the training data first; one that never varies
 * is left out.
 */
final class LogisticRegression {

  /** LIBLINEAR's default is 0.01; probes of a few thousand clips can afford to converge. */
  private static final double GRADIENT_TOLERANCE = 1e-4;

  private final Model model;
  private final double[] mean;
  private final double[] scale; // 1 / standard deviation, 0 for a constant

  private LogisticRegression(Model model, double[] mean, double[] scale) {
    this.model = model;
    this.mean = mean;
    this.scale = scale;
  }

  /**
   * Trains on embeddings (N, D) and label indices (N).
   *
   * @param cost of errors against the size of the weights
   */
  static LogisticRegression train(float[][] embeddings, int[] labels, double cost) {
    int width = embeddings[0].length;
    double[] mean = new double[width];
    for (float[] embedding : embeddings) {
      Vectors.add(mean, Vectors.copy(embedding), 1.0 / embeddings.length);
    }
    double[] scale = new double[width];
    for (float[] embedding : embeddings) {
      for (int d = 0; d < width; d++) {
        scale[d] += (embedding[d] - mean[d]) * (embedding[d] - mean[d]) / embeddings.length;
      }
    }
    for (int d = 0; d < width; d++) {
      // Of a constant the variance is 0 but for the rounding of its mean.
      scale[d] = scale[d] <= 1e-24 * mean[d] * mean[d] ? 0 : 1 / Math.sqrt(scale[d]);
    }
    Problem problem = new Problem();
    problem.l = embeddings.length;
    problem.n = width + 1;
    problem.bias = 1;
    problem.y = Arrays.stream(labels).asDoubleStream().toArray();
    problem.x =
        Arrays.stream(embeddings)
            .map(embedding -> features(embedding, mean, scale))
            .toArray(Feature[][]::new);
    Parameter parameter = new Parameter(SolverType.L2R_LR, cost, GRADIENT_TOLERANCE);
    parameter.setRegularizeBias(false);
    // It would write its progress to standard output, which is the command line's alone.
    Linear.disableDebugOutput();
    return new LogisticRegression(Linear.train(problem, parameter), mean, scale);
  }

  /** The label index of an embedding (D). */
  int predict(float[] embedding) {
    return (int) Linear.predict(model, features(embedding, mean, scale));
  }

  /** Standardised, counted from 1, with the bias as the last. */
  private static Feature[] features(float[] embedding, double[] mean, double[] scale) {
    Feature[] features = new Feature[embedding.length + 1];
    for (int d = 0; d < embedding.length; d++) {
      features[d] = new FeatureNode(d + 1, (embedding[d] - mean[d]) * scale[d]);
    }
    features[embedding.length] = new FeatureNode(embedding.length + 1, 1);
    return features;
  }
}
