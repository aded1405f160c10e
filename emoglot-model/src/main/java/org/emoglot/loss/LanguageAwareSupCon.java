package org.emoglot.loss;

import org.bytedeco.pytorch.Tensor;
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
 * @param weight in the objective
 * @param lambda weight of a positive in another language, positive; 2.5 in the paper
 * @param tau temperature, positive; open in the paper
 */
public record LanguageAwareSupCon(double weight, double lambda, double tau) implements Term {

  public static final String NAME = "contrastive";

  public LanguageAwareSupCon {
    if (!(lambda > 0) || !(tau > 0)) {
      throw new InvalidInputException(
          "Expected positive lambda and tau, found %s and %s.".formatted(lambda, tau));
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Tensor value(BatchView batch) {
    Targets targets = batch.targets();
    return of(batch.embeddings(), targets.emotions(), targets.languages());
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
    Tensor z = Cosines.unit(h); // (B, D)
    Tensor similarity = Cosines.of(z, z, tau); // (B, B)
    Tensor others = Cosines.without(similarity, diagonal(batch));
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
