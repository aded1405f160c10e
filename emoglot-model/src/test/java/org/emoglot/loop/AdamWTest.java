package org.emoglot.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** AdamW against the equations of Loshchilov and Hutter 2019, algorithm 2, in double precision. */
@ExtendWith(OneThread.class)
class AdamWTest {

  private static final int STEPS = 20;
  private static final double TOLERANCE = 1e-5;
  private static final double DECAY = 0.1;

  /** One parameter in double precision. */
  private static final class Naive {
    final double[] x;
    final double[] m;
    final double[] v;

    Naive(float[] start) {
      x = doubles(start);
      m = new double[x.length];
      v = new double[x.length];
    }

    void step(double[] gradient, int t, double rate, double decay) {
      for (int i = 0; i < x.length; i++) {
        m[i] = 0.9 * m[i] + 0.1 * gradient[i];
        v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i];
        double unbiasedM = m[i] / (1 - Math.pow(0.9, t));
        double unbiasedV = v[i] / (1 - Math.pow(0.999, t));
        x[i] -= rate * (unbiasedM / (Math.sqrt(unbiasedV) + 1e-8) + decay * x[i]);
      }
    }
  }

  @Test
  void step_twentySteps_equalsTheEquations() {
    SplittableRandom random = new SplittableRandom(7);
    try (Scope scope = Scope.open()) {
      float[] matrixStart = gaussian(random, 12, 1);
      float[] vectorStart = gaussian(random, 5, 1);
      Tensor matrix = trainable(matrixStart, 3, 4);
      Tensor vector = trainable(vectorStart, 5);
      Naive naiveMatrix = new Naive(matrixStart);
      Naive naiveVector = new Naive(vectorStart);
      double worst = 0;
      try (AdamW optimizer = new AdamW(named(matrix, vector), DECAY)) {
        for (int step = 0; step < STEPS; step++) {
          float[] matrixGradient = gaussian(random, 12, Math.pow(10, step % 5 - 3));
          float[] vectorGradient = gaussian(random, 5, Math.pow(10, step % 5 - 3));
          backward(matrix, matrixGradient);
          backward(vector, vectorGradient);
          double rate = new Schedule(1e-2, 5, STEPS).learningRate(step);
          optimizer.step(step, rate);
          naiveMatrix.step(doubles(matrixGradient), step + 1, rate, DECAY);
          naiveVector.step(doubles(vectorGradient), step + 1, rate, 0);
          worst = Math.max(worst, difference(matrix, naiveMatrix.x));
          worst = Math.max(worst, difference(vector, naiveVector.x));
        }
      }
      Figures.write("adamw", "%d steps: relative error at most %.2e".formatted(STEPS, worst));
      assertThat(worst).isLessThan(TOLERANCE);
    }
  }

  @Test
  void step_zeroGradient_decaysMatricesOnly() {
    try (Scope scope = Scope.open()) {
      Tensor matrix = trainable(new float[] {1, 2, 3, 4}, 2, 2);
      Tensor vector = trainable(new float[] {1, 2}, 2);
      try (AdamW optimizer = new AdamW(named(matrix, vector), 0.5)) {
        backward(matrix, new float[4]);
        backward(vector, new float[2]);
        optimizer.step(0, 0.1);
      }
      assertThat(Ops.floats(matrix))
          .containsExactly(new float[] {0.95f, 1.9f, 2.85f, 3.8f}, within(1e-6f));
      assertThat(Ops.floats(vector)).containsExactly(1, 2);
    }
  }

  @Test
  void step_parameterWithoutGradient_isLeftAlone() {
    try (Scope scope = Scope.open()) {
      Tensor matrix = trainable(new float[] {1, 2, 3, 4}, 2, 2);
      Tensor vector = trainable(new float[] {1, 2}, 2);
      try (AdamW optimizer = new AdamW(named(matrix, vector), 0.5)) {
        backward(vector, new float[] {1, 1});
        optimizer.step(0, 0.1);
      }
      assertThat(Ops.floats(matrix)).containsExactly(1, 2, 3, 4);
      assertThat(Ops.floats(vector)).containsExactly(new float[] {0.9f, 1.9f}, within(1e-6f));
    }
  }

  @Test
  void step_clearsTheGradients() {
    try (Scope scope = Scope.open()) {
      Tensor matrix = trainable(new float[] {1, 2, 3, 4}, 2, 2);
      try (AdamW optimizer = new AdamW(Map.of("matrix", matrix), 0)) {
        backward(matrix, new float[] {1, 1, 1, 1});
        optimizer.step(0, 0.1);
      }
      assertThat(Ops.floats(matrix.grad())).containsOnly(0);
    }
  }

  private static Map<String, Tensor> named(Tensor matrix, Tensor vector) {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("matrix", matrix);
    parameters.put("vector", vector);
    return parameters;
  }

  private static Tensor trainable(float[] values, long... shape) {
    return Ops.tensor(values, shape).set_requires_grad(true);
  }

  /** Gives a tensor the gradient {@code gradient}: that of its inner product with it. */
  private static void backward(Tensor parameter, float[] gradient) {
    parameter.mul(Ops.tensor(gradient, parameter.shape())).sum().backward();
  }

  private static float[] gaussian(SplittableRandom random, int size, double scale) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** Norm of the difference over the norm of the expected values. */
  private static double difference(Tensor found, double[] expected) {
    float[] values = Ops.floats(found);
    double error = 0;
    double norm = 0;
    for (int i = 0; i < values.length; i++) {
      error += (values[i] - expected[i]) * (values[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
    return Math.sqrt(error / norm);
  }
}
