package org.emoglot.loss;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.emoglot.InvalidInputException;
import org.emoglot.tensor.Ops;

/**
 * Language-aware supervised contrastive loss, eqs. 5 to 8.
 *
 * <p>With z_i = h_i / |h_i|, A(i) the batch without i, P(i) those of A(i) with i's emotion, and
 * w_ip = lambda when p speaks another language than i, else 1:
 *
 * <pre>
 * L = mean over anchors i with P(i) not empty of
 *     -(1 / sum_p w_ip) sum_{p in P(i)} w_ip log( exp(z_i.z_p / tau) / sum_{a in A(i)} exp(z_i.z_a / tau) )
 * </pre>
 *
 * A batch in which no anchor has a positive has loss 0, and so no gradient.
 *
 * @param lambda weight of a positive in another language, positive; 2.5 in the paper
 * @param tau temperature, positive; open in the paper
 */
public record LanguageAwareSupCon(double lambda, double tau) {

  /** Below this a vector is taken to have no direction; avoids a division by zero. */
  private static final double SMALLEST_NORM = 1e-12;

  /** Stands for minus infinity where a true one would make 0 * infinity. */
  private static final double EXCLUDED = -1e9;

  public LanguageAwareSupCon {
    if (!(lambda > 0) || !(tau > 0)) {
      throw new InvalidInputException(
          "Expected positive lambda and tau, found %s and %s.".formatted(lambda, tau));
    }
  }

  /**
   * The loss.
   *
   * @param h embeddings, shape (B, D)
   * @param emotions B class indices
   * @param languages B language indices
   * @return a scalar of h's type
   */
  public Tensor of(Tensor h, int[] emotions, int[] languages) {
    int batch = emotions.length;
    double[] shares = new double[batch * batch];
    int anchors = 0;
    for (int i = 0; i < batch; i++) {
      double total = 0;
      for (int p = 0; p < batch; p++) {
        if (p != i && emotions[p] == emotions[i]) {
          shares[i * batch + p] = languages[p] == languages[i] ? 1 : lambda;
          total += shares[i * batch + p];
        }
      }
      if (total > 0) {
        anchors++;
        for (int p = 0; p < batch; p++) {
          shares[i * batch + p] /= total;
        }
      }
    }
    // The floor comes before the root, whose slope at zero is infinite.
    Tensor square = Ops.sum(h.square(), 1, true); // (B, 1)
    Tensor z = h.div(square.clamp_min(new Scalar(SMALLEST_NORM * SMALLEST_NORM)).sqrt()); // (B, D)
    Tensor similarity = Ops.scale(z.matmul(z.transpose(0, 1)), 1 / tau); // (B, B)
    Tensor self = Ops.tensor(diagonal(batch), batch, batch).to(ScalarType.Bool);
    Tensor others = Ops.fillWhere(similarity, self, EXCLUDED);
    Tensor logProbability = similarity.sub(Ops.logSumExp(others, 1, true)); // (B, B)
    Tensor weights = Ops.tensor(shares, batch, batch).to(h.scalar_type());
    // Without anchors all weights are zero, and so is the sum; its gradient is zero as well.
    return Ops.scale(logProbability.mul(weights).sum(), -1.0 / Math.max(1, anchors));
  }

  private static long[] diagonal(int size) {
    long[] values = new long[size * size];
    for (int i = 0; i < size; i++) {
      values[i * size + i] = 1;
    }
    return values;
  }
}
