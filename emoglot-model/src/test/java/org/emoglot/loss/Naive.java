package org.emoglot.loss;

import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;

/** The losses in loops and double precision, written from the paper's equations (method.md). */
final class Naive {

  private Naive() {}

  /** Eq. 11: the mean over i of -log( exp(x_iy) / sum_k exp(x_ik) ). */
  static double crossEntropy(double[][] logits, int[] classes) {
    double loss = 0;
    for (int i = 0; i < logits.length; i++) {
      double sum = 0;
      for (double logit : logits[i]) {
        sum += Math.exp(logit);
      }
      loss -= Math.log(Math.exp(logits[i][classes[i]]) / sum) / logits.length;
    }
    return loss;
  }

  /** Eqs. 5 to 8; 0 when no anchor has a positive. */
  static double supCon(double[][] h, int[] emotions, int[] languages, double lambda, double tau) {
    double loss = 0;
    int anchors = 0;
    for (int i = 0; i < h.length; i++) {
      double denominator = 0;
      for (int a = 0; a < h.length; a++) {
        if (a != i) {
          denominator += Math.exp(cosine(h[i], h[a]) / tau);
        }
      }
      double weights = 0;
      double weighted = 0;
      for (int p = 0; p < h.length; p++) {
        if (p != i && emotions[p] == emotions[i]) {
          double weight = languages[p] == languages[i] ? 1 : lambda;
          weights += weight;
          weighted += weight * Math.log(Math.exp(cosine(h[i], h[p]) / tau) / denominator);
        }
      }
      if (weights > 0) {
        anchors++;
        loss -= weighted / weights;
      }
    }
    return anchors == 0 ? 0 : loss / anchors;
  }

  /** Eq. 9: output(relu(hidden(h))), each parameter an array of rows. */
  static double[][] speakerLogits(
      double[][] h, double[][] hidden, double[] hiddenBias, double[][] output, double[] bias) {
    double[][] inner = linear(h, hidden, hiddenBias);
    for (double[] row : inner) {
      for (int i = 0; i < row.length; i++) {
        row[i] = Math.max(0, row[i]);
      }
    }
    return linear(inner, output, bias);
  }

  /** Central differences of a function of {@code x}, which is restored. */
  static double[] gradient(double[][] x, ToDoubleFunction<double[][]> function, double step) {
    double[] gradient = new double[x.length * x[0].length];
    for (int i = 0; i < gradient.length; i++) {
      int row = i / x[0].length;
      int column = i % x[0].length;
      double value = x[row][column];
      x[row][column] = value + step;
      double above = function.applyAsDouble(x);
      x[row][column] = value - step;
      double below = function.applyAsDouble(x);
      x[row][column] = value;
      gradient[i] = (above - below) / (2 * step);
    }
    return gradient;
  }

  /** A float64 leaf tensor of the rows, which records gradients. */
  static Tensor leaf(double[][] rows) {
    double[] values = flat(rows);
    return Ops.tensor(values, rows.length, rows[0].length).clone().set_requires_grad(true);
  }

  static double[] flat(double[][] rows) {
    double[] values = new double[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * rows[0].length, rows[0].length);
    }
    return values;
  }

  /** The rows of a matrix, or a vector as one row. */
  static double[][] rows(Tensor x) {
    double[] values = Ops.doubles(x);
    int width = Math.toIntExact(x.size(-1));
    double[][] rows = new double[values.length / width][width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, i * width, rows[i], 0, width);
    }
    return rows;
  }

  private static double cosine(double[] x, double[] y) {
    double dot = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      dot += x[i] * y[i];
      xx += x[i] * x[i];
      yy += y[i] * y[i];
    }
    return dot / Math.sqrt(xx) / Math.sqrt(yy);
  }

  private static double[][] linear(double[][] x, double[][] weight, double[] bias) {
    double[][] y = new double[x.length][bias.length];
    for (int i = 0; i < x.length; i++) {
      for (int out = 0; out < bias.length; out++) {
        y[i][out] = bias[out];
        for (int in = 0; in < x[i].length; in++) {
          y[i][out] += weight[out][in] * x[i][in];
        }
      }
    }
    return y;
  }
}
