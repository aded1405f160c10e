package org.emoglot.network;

import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;

/**
 * The parameters of a network whose low-rank updates are part of its weights, as arrays: what an
 * export writes.
 */
public final class MergedParameters {

  private final Map<String, Tensor> tensors;

  private MergedParameters(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /** Merges the updates of a network for good; it must stay open while parameters are read. */
  public static MergedParameters of(EmotionNetwork network) {
    network.encoder().merge();
    return new MergedParameters(network.parameters());
  }

  /** Their names, as {@link EmotionNetwork} has them. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /** A copy of one, in row-major order. */
  public float[] floats(String name) {
    try (Scope scope = Scope.open()) {
      return Ops.floats(tensor(name));
    }
  }

  /** Its shape. */
  public long[] shape(String name) {
    return tensor(name).shape();
  }

  private Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("There is no parameter " + name + ".");
    }
    return tensor;
  }
}
