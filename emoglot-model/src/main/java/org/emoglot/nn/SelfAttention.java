package org.emoglot.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * Multi-head self-attention (Vaswani et al. 2017) within each sequence, frames (ΣT, D) in and out.
 */
public final class SelfAttention {

  /** Names of the projections behind that of the attention. */
  record Names(String query, String key, String value, String output) {

    static final Names PROJ = new Names("q_proj", "k_proj", "v_proj", "out_proj");
    static final Names LINEAR = new Names("linear_q", "linear_k", "linear_v", "linear_out");
  }

  private final int heads;
  private final Names names;
  private final Slot query;
  private final Slot key;
  private final Slot value;
  private final Slot output;
  private AttentionPositions positions = AttentionPositions.NONE;

  SelfAttention(TransformerSpec spec, Parameters parameters, String name) {
    this(spec.width(), spec.heads(), spec.keyBias(), Names.PROJ, parameters, name);
  }

  /**
   * @param keyBias whether the key projection has a bias; the others always have one
   */
  SelfAttention(
      int width, int heads, boolean keyBias, Names names, Parameters parameters, String name) {
    this.heads = heads;
    this.names = names;
    String keyName = name + "." + names.key();
    key =
        new Slot(
            keyBias
                ? new Linear(parameters, keyName, width, width)
                : Linear.withoutBias(parameters, keyName, width, width));
    value = new Slot(new Linear(parameters, name + "." + names.value(), width, width));
    query = new Slot(new Linear(parameters, name + "." + names.query(), width, width));
    output = new Slot(new Linear(parameters, name + "." + names.output(), width, width));
  }

  /** Lets it know where frames are. */
  public void setPositions(AttentionPositions known) {
    positions = known;
  }

  /** The projections for adaptation, with names that start with {@code name}. */
  List<Site> sites(String name, int layer) {
    return List.of(
        new Site(Role.QUERY, name + "." + names.query(), layer, query),
        new Site(Role.KEY, name + "." + names.key(), layer, key),
        new Site(Role.VALUE, name + "." + names.value(), layer, value),
        new Site(Role.OUTPUT, name + "." + names.output(), layer, output));
  }

  /** Each frame attends to all frames of its own sequence. */
  Tensor forward(Frames x) {
    return output.forward(mixed(x));
  }

  /** {@link #forward}, added to a tensor (ΣT, D). */
  Tensor forwardOnto(Tensor summand, Frames x) {
    return output.forwardOnto(summand, mixed(x));
  }

  /** The values of the frames that each frame attends to, all heads side by side (ΣT, D). */
  private Tensor mixed(Frames x) {
    Tensor placed = positions.placed(x).values();
    Tensor projected = key.forward(placed);
    List<Tensor> keys = x.with(projected).runs(); // (n, T, D) each
    // What adaptation adds may be wider than the frozen projections; all three must be of one type.
    List<Tensor> queries = x.with(Ops.like(query.forward(placed), projected)).runs();
    List<Tensor> values = x.with(Ops.like(value.forward(x.values()), projected)).runs();
    List<Tensor> inputs = x.runs();
    List<Tensor> mixed = new ArrayList<>();
    for (int run = 0; run < keys.size(); run++) {
      Tensor asking = split(queries.get(run)); // (n, H, T, D/H)
      Tensor attended =
          Ops.attention(
              positions.queries(asking),
              split(keys.get(run)),
              split(values.get(run)),
              positions.bias(inputs.get(run), asking)); // (n, H, T, D/H)
      mixed.add(attended.transpose(1, 2).reshape(-1, projected.size(1))); // (n T, D)
    }
    return Ops.concatenate(mixed);
  }

  /** (n, T, D) to (n, H, T, D/H). */
  private Tensor split(Tensor x) {
    return x.view(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(1, 2);
  }
}
