package org.emoglot.loss;

import java.util.List;
import java.util.stream.DoubleStream;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.tensor.Ops;

/**
 * Cross-entropy that weights each emotion by its effective number of training clips (Cui, Jia, Lin,
 * Song and Belongie 2019, arXiv 1901.05555) and smooths the labels (Szegedy, Vanhoucke, Ioffe,
 * Shlens and Wojna 2016, arXiv 1512.00567).
 *
 * <p>With n_k training clips of emotion k, P emotions that have clips, K logits, and y_i the
 * emotion of clip i:
 *
 * <pre>
 * v_k = (1 - beta) / (1 - beta^n_k),   w_k = P v_k / sum_j v_j
 * q_ik = (1 - epsilon) [k = y_i] + epsilon / K
 * L = -(1 / B) sum_i w_{y_i} sum_k q_ik log softmax(logits_i)_k
 * </pre>
 *
 * With beta 0 all emotions count the same. With beta 1, the limit, the weight of an emotion is
 * inversely proportional to its number of clips.
 */
public final class BalancedCrossEntropy implements Term {

  public static final String NAME = "balancedCrossEntropy";

  /**
   * Its settings.
   *
   * @param beta in [0, 1]: how much more a rare emotion counts
   * @param smoothing epsilon, in [0, 1): the share of the target that all emotions divide equally
   */
  public record Config(double beta, double smoothing) {

    public Config {
      if (!(beta >= 0 && beta <= 1) || !(smoothing >= 0 && smoothing < 1)) {
        throw new InvalidInputException(
            "Expected loss.%s.beta in [0, 1] and .smoothing in [0, 1), found %s and %s."
                .formatted(NAME, beta, smoothing));
      }
    }
  }

  private final double smoothing;
  private final double[] weights;

  public BalancedCrossEntropy(Config config, List<Long> clipsOfEmotion) {
    this.smoothing = config.smoothing();
    double[] shares =
        clipsOfEmotion.stream().mapToDouble(n -> n == 0 ? 0 : share(config.beta(), n)).toArray();
    double scale =
        DoubleStream.of(shares).filter(share -> share > 0).count() / DoubleStream.of(shares).sum();
    this.weights = DoubleStream.of(shares).map(share -> scale * share).toArray();
  }

  private static double share(double beta, long clips) {
    // 1 - beta^n without cancellation where beta is close to 1.
    return beta == 1 ? 1.0 / clips : (1 - beta) / -Math.expm1(clips * Math.log(beta));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public double weight() {
    return 1;
  }

  @Override
  public Tensor value(BatchView batch) {
    Tensor logits = batch.logits();
    int[] emotions = batch.targets().emotions();
    int classes = weights.length;
    double[] targets = new double[emotions.length * classes];
    for (int i = 0; i < emotions.length; i++) {
      double weight = weights[emotions[i]] / emotions.length;
      for (int k = 0; k < classes; k++) {
        double smooth = smoothing / classes + (k == emotions[i] ? 1 - smoothing : 0);
        targets[i * classes + k] = weight * smooth;
      }
    }
    Tensor weighted = Ops.tensor(targets, emotions.length, classes).to(logits.scalar_type());
    return Ops.logSoftmax(logits).mul(weighted).sum().neg();
  }
}
