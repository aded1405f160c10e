package org.emoglot.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head self-attention (Vaswani et al. 2017) within each sequence, frames (ΣT, D) in and out.
 */
public final class SelfAttention {

  private final int heads;
  private final Slot query;
  private final Slot key;
  private final Slot value;
  private final Slot output;
  private @Nullable AttentionBias bias;

  SelfAttention(TransformerSpec spec, Parameters parameters, String name) {
    heads = spec.heads();
    int width = spec.width();
    String keyName = name + ".k_proj";
    key =
        new Slot(
            spec.keyBias()
                ? new Linear(parameters, keyName, width, width)
                : Linear.withoutBias(parameters, keyName, width, width));
    value = new Slot(new Linear(parameters, name + ".v_proj", width, width));
    query = new Slot(new Linear(parameters, name + ".q_proj", width, width));
    output = new Slot(new Linear(parameters, name + ".out_proj", width, width));
  }

  /** Adds a bias to the scores, from the input and the distance of two frames. */
  public void addBias(AttentionBias added) {
    bias = added;
  }

  /** The projections for adaptation, with names that start with {@code name}. */
  List<Site> sites(String name, int layer) {
    return List.of(
        new Site(Role.QUERY, name + ".q_proj", layer, query),
        new Site(Role.KEY, name + ".k_proj", layer, key),
        new Site(Role.VALUE, name + ".v_proj", layer, value),
        new Site(Role.OUTPUT, name + ".out_proj", layer, output));
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
