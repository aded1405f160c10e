package org.emoglot.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.network.ModelFolder;
import org.emoglot.tensor.StoredTensors;

/**
 * Writes what other sides start from: a saved model with fresh adapters, and the first weights of
 * emotion head and speaker head.
 */
final class Preparing {

  private Preparing() {}

  static void write(BenchmarkFolder folder) {
    try (Proposed proposed = Proposed.open(folder, Kind.PEFT)) {
      ModelFolder.save(
          proposed.network(),
          new ModelFolder.Description(
              proposed.backbone().origin(),
              proposed.backbone().heard(),
              List.of(),
              "Random weights, for measuring time.\n",
              Map.of()),
          folder.adapterModel());
      Map<String, Tensor> heads = new LinkedHashMap<>(proposed.network().parameters());
      heads.keySet().removeIf(name -> !name.startsWith("classifier."));
      heads.putAll(proposed.objective().parameters().all());
      SafetensorsWriter.write(folder.heads(), StoredTensors.of("", heads), Map.of());
    }
  }
}
