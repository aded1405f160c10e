package org.emoglot.selfsupervised;

import java.util.stream.LongStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.emoglot.tensor.Ops;

/**
 * The contrastive loss L_m of wav2vec 2.0, eq. 3: the cross-entropy of a masked frame's own target
 * among its negatives, by cosine over kappa. A negative with the frame's own code is none and is
 * left out.
 *
 * @param loss mean over the masked frames, a scalar
 * @param accuracy share of masked frames with their own target nearest, a scalar
 */
record Contrast(Tensor loss, Tensor accuracy) {

  /** Keeps a zero vector from being divided by its norm. */
  private static final double LEAST_NORM = 1e-8;

  /**
   * Compares predictions with targets. All cosines of a batch are one matrix product; the necessary
   * ones are gathered from it.
   *
   * @param predictions shape (M, P)
   * @param targets shape (M, P)
   * @param codes entries that the targets are made of, int64 (M, G)
   * @param masking the negatives
   */
  static Contrast of(
      Tensor predictions, Tensor targets, Tensor codes, Masking masking, double temperature) {
    long frames = predictions.size(0);
    Tensor own = Ops.tensor(counting(frames), frames, 1);
    Tensor negatives = Ops.tensor(masking.negatives(), frames, masking.negativesPerFrame());
    Tensor cosines = unit(predictions).matmul(unit(targets).transpose(0, 1)); // (M, M)
    Tensor positive = Ops.scale(cosines.gather(1, own), 1 / temperature); // (M, 1)
    Tensor others = Ops.scale(cosines.gather(1, negatives), 1 / temperature); // (M, K)
    others = Ops.fillWhere(others, sameCode(codes).gather(1, negatives), Double.NEGATIVE_INFINITY);
    Tensor highestOther = others.amax(new long[] {1}, true); // (M, 1)
    Tensor all = Ops.logSumExp(join(positive, others), 1, true); // (M, 1)
    Tensor loss = all.sub(positive).mean(new ScalarTypeOptional());
    Tensor right = positive.gt(highestOther).to(ScalarType.Float);
    return new Contrast(loss, right.mean(new ScalarTypeOptional()));
  }

  private static Tensor join(Tensor positive, Tensor others) {
    return torch.cat(new TensorVector(positive, others), 1); // (M, 1 + K)
  }

  /** Whether two frames have all entries in common, shape (M, M). */
  private static Tensor sameCode(Tensor codes) {
    Tensor equal = codes.unsqueeze(0).eq(codes.unsqueeze(1)); // (M, M, G)
    return equal.all(2, false);
  }

  private static Tensor unit(Tensor x) {
    return x.div(Ops.norm(x, 1).clamp_min(new Scalar(LEAST_NORM)));
  }

  private static long[] counting(long count) {
    return LongStream.range(0, count).toArray();
  }
}
