package org.emoglot.representation;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.emoglot.sampling.SeededRandom;

/**
 * Embeddings laid out in the plane so that near ones are near: t-distributed stochastic neighbour
 * embedding (L. van der Maaten, G. Hinton: <i>Visualizing Data using t-SNE</i>, JMLR 9, 2008),
 * exact, in N^2 steps an iteration and 4 N^2 bytes; for a few thousand embeddings.
 *
 * <p>Gradient descent with momentum and a gain for each coordinate (R. Jacobs, 1988), from the
 * first two principal components. In the first 250 iterations affinities are exaggerated
 * twelvefold, so that clusters find together; the step is N / 48 but at least 50 (A. Belkina and
 * others: <i>Automated optimized parameters for t-SNE</i>, 2019). These are scikit-learn's defaults
 * too.
 *
 * <p>Only neighbourhood means something in the result, neither the size of clusters nor the
 * distance between them.
 *
 * @param points (N, 2)
 * @param divergence what is lost, in nats: the Kullback-Leibler divergence; comparable between
 *     layouts of as many embeddings with the same perplexity
 */
public record TSne(double[][] points, double divergence) {

  private static final int EXAGGERATED_ITERATIONS = 250;
  private static final double EXAGGERATION = 12;
  private static final double EARLY_MOMENTUM = 0.5;
  private static final double MOMENTUM = 0.8;
  private static final double SMALLEST_GAIN = 0.01;
  private static final double SMALLEST_STEP = 50;

  /** Standard deviation of the first coordinate at the start. */
  private static final double START = 1e-4;

  /** Of the start, random: so that equal principal components do not stay equal. */
  private static final double NOISE = 0.01 * START;

  /** The layout of embeddings (N, D), finite, N above the perplexity. */
  public static TSne of(float[][] embeddings, TSneOptions options) {
    return of(embeddings, options, iteration -> {});
  }

  /**
   * The same for those who wait.
   *
   * @param afterIteration is told the number of iterations that are done; may throw to give up
   */
  public static TSne of(float[][] embeddings, TSneOptions options, IntConsumer afterIteration) {
    Embeddings.check(embeddings);
    int n = embeddings.length;
    if (n - 1 <= options.perplexity()) {
      throw new IllegalArgumentException(
          "Expected more than %s other embeddings, the perplexity, found %d."
              .formatted(options.perplexity(), n - 1));
    }
    double[][] start = start(embeddings, options.seed());
    Layout layout =
        new Layout(start[0], start[1], Affinities.joint(embeddings, options.perplexity()));
    double step = Math.max(SMALLEST_STEP, n / (4 * EXAGGERATION));
    Descent x = new Descent(layout.x, step);
    Descent y = new Descent(layout.y, step);
    for (int iteration = 0; iteration < options.iterations(); iteration++) {
      boolean early = iteration < EXAGGERATED_ITERATIONS;
      layout.gradient(early ? EXAGGERATION : 1, x.gradient, y.gradient);
      x.step(early ? EARLY_MOMENTUM : MOMENTUM);
      y.step(early ? EARLY_MOMENTUM : MOMENTUM);
      afterIteration.accept(iteration + 1);
    }
    double[][] points = new double[n][];
    for (int i = 0; i < n; i++) {
      points[i] = new double[] {layout.x[i], layout.y[i]};
    }
    return new TSne(points, layout.divergence());
  }

  private static double[][] start(float[][] embeddings, long seed) {
    double[][] start = PrincipalComponents.of(embeddings, seed);
    double deviation = Math.sqrt(Vectors.dot(start[0], start[0]) / embeddings.length);
    for (int k = 0; k < start.length; k++) {
      SeededRandom random = SeededRandom.of(seed, k);
      Vectors.scale(start[k], deviation > 0 ? START / deviation : 0);
      for (int i = 0; i < embeddings.length; i++) {
        start[k][i] += NOISE * (2 * random.nextDouble() - 1);
      }
    }
    return start;
  }

  /** The descent along one coordinate of all points. */
  private static final class Descent {
    private final double[] values;
    private final double step;
    private final double[] gradient;
    private final double[] change;
    private final double[] gain;

    Descent(double[] values, double step) {
      this.values = values;
      this.step = step;
      this.gradient = new double[values.length];
      this.change = new double[values.length];
      this.gain = new double[values.length];
      Arrays.fill(gain, 1);
    }

    void step(double momentum) {
      for (int i = 0; i < values.length; i++) {
        boolean onwards = change[i] * gradient[i] < 0;
        gain[i] = Math.max(SMALLEST_GAIN, onwards ? gain[i] + 0.2 : gain[i] * 0.8);
        change[i] = momentum * change[i] - step * gain[i] * gradient[i];
        values[i] += change[i];
      }
    }
  }
}
