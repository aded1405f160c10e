package org.emoglot.tensor;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.checkpoint.TensorData;

/** Tensors of the engine as data of a safetensors file. */
public final class StoredTensors {

  private StoredTensors() {}

  /** Copies tensors out of the engine, as float32, with {@code prefix} before their names. */
  public static Map<String, TensorData> of(String prefix, Map<String, Tensor> tensors) {
    Map<String, TensorData> data = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          try (Scope scope = Scope.open()) {
            data.put(prefix + name, TensorData.floats(Ops.floats(tensor), tensor.shape()));
          }
        });
    return data;
  }
}
