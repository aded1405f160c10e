package org.emoglot.wav2vec2;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head self-attention (Vaswani et al. 2017) within each sequence, frames (ΣT, D) in and out.
 */
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

  /** Each frame attends to all frames of its own sequence. */
  Tensor forward(Frames x) {
    Tensor projected = key.forward(x.values());
    List<Tensor> keys = x.with(projected).runs(); // (n, T, D) each
    // What adaptation adds may be wider than the frozen projections; all three must be of one type.
    List<Tensor> queries = x.with(Ops.like(query.forward(x.values()), projected)).runs();
    List<Tensor> values = x.with(Ops.like(value.forward(x.values()), projected)).runs();
    List<Tensor> inputs = x.runs();
    List<Tensor> mixed = new ArrayList<>();
    for (int run = 0; run < keys.size(); run++) {
      Tensor attended =
          Ops.attention(
              split(queries.get(run)),
              split(keys.get(run)),
              split(values.get(run)),
              bias == null ? null : bias.forward(inputs.get(run))); // (n, H, T, D/H)
      mixed.add(attended.transpose(1, 2).reshape(-1, projected.size(1))); // (n T, D)
    }
    return output.forward(Ops.concatenate(mixed)); // (ΣT, D)
  }

  /** (n, T, D) to (n, H, T, D/H). */
  private Tensor split(Tensor x) {
    return x.view(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
  }
}
