package org.emoglot.wav2vec2;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.jspecify.annotations.Nullable;

/** Multi-head self-attention (Vaswani et al. 2017), frames (B, T, D) in and out. */
public final class SelfAttention {

  private final int heads;
  private Layer query;
  private final Layer key;
  private Layer value;
  private final Layer output;
  private @Nullable GatedRelativePositions bias;

  SelfAttention(Wav2Vec2Config config, Parameters parameters, String name) {
    heads = config.heads();
    int width = config.width();
    key = new Linear(parameters, name + ".k_proj", width, width);
    value = new Linear(parameters, name + ".v_proj", width, width);
    query = new Linear(parameters, name + ".q_proj", width, width);
    output = new Linear(parameters, name + ".out_proj", width, width);
  }

  /** Adds to the scores what follows from the input and from how far apart two frames are. */
  void addBias(GatedRelativePositions positions) {
    bias = positions;
  }

  /** Puts something around the query projection. */
  public void wrapQuery(UnaryOperator<Layer> wrapper) {
    query = wrapper.apply(query);
  }

  /** Puts something around the value projection. */
  public void wrapValue(UnaryOperator<Layer> wrapper) {
    value = wrapper.apply(value);
  }

  /**
   * Attends.
   *
   * @param mask shape (B, 1, 1, T), true on valid frames, or null when all are
   */
  Tensor forward(Tensor x, @Nullable Tensor mask) {
    Tensor q = split(query.forward(x)); // (B, H, T, D/H)
    Tensor k = split(key.forward(x));
    Tensor v = split(value.forward(x));
    Tensor mixed =
        bias == null
            ? Ops.attention(q, k, v, mask)
            : Ops.biasedAttention(q, k, v, masked(bias.forward(x), mask)); // (B, H, T, D/H)
    return output.forward(
        mixed.transpose(1, 2).reshape(x.size(0), x.size(1), x.size(2))); // (B, T, D)
  }

  private static Tensor masked(Tensor scores, @Nullable Tensor mask) {
    return mask == null
        ? scores
        : Ops.fillWhere(scores, mask.logical_not(), Double.NEGATIVE_INFINITY);
  }

  private Tensor split(Tensor x) {
    return x.view(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
  }
}
