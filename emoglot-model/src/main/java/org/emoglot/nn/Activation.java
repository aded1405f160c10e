package org.emoglot.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.emoglot.tensor.Ops;

/** What stands between the projections of a feed-forward block. */
public enum Activation {
  /** Exact, with the error function (Hendrycks and Gimpel 2016). */
  GELU(Ops::gelu, "gelu"),
  /** x sigmoid(x) (Ramachandran et al. 2017). */
  SWISH(torch::silu, "swish", "silu"),
  RELU(torch::relu, "relu");

  private final UnaryOperator<Tensor> function;
  private final List<String> ids;

  Activation(UnaryOperator<Tensor> function, String... ids) {
    this.function = function;
    this.ids = List.of(ids);
  }

  /** Element by element. */
  public Tensor of(Tensor x) {
    return function.apply(x);
  }

  /** As transformers' configurations name it. */
  public String id() {
    return ids.get(0);
  }

  /** The activation that transformers' configurations name so. */
  public static Optional<Activation> named(String id) {
    return Arrays.stream(values()).filter(one -> one.ids.contains(id)).findFirst();
  }
}
