package org.emoglot.export.transformers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFamily;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.NameScheme;
import org.emoglot.io.Json;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.network.MergedParameters;
import org.emoglot.tensor.StoredTensors;

/** The encoder as transformers has it, with as many layers as an answer needs. */
final class EncoderTensors {

  private static final String BATCH_NORM_MEAN = ".batch_norm.running_mean";
  private static final String MASK = "masked_spec_embed";
  private static final String BATCHES = ".batch_norm.num_batches_tracked";

  private EncoderTensors() {}

  /** The layout with another number of layers. */
  static EncoderConfig layout(ExactModel model, int layers) {
    Map<String, Object> json = new LinkedHashMap<>(model.encoder().toJson());
    json.put(model.architecture().layersKey(), layers);
    return EncoderFamily.parse(
        tree(json), tree(model.encoder().preprocessorJson()), model.folder());
  }

  private static JsonNode tree(Map<String, Object> json) {
    return Json.mapper().valueToTree(json);
  }

  /**
   * By the names of transformers. A packed model lacks parameters that no answer depends on; these
   * are where a new encoder has them.
   */
  static Map<String, TensorData> of(ExactModel model) {
    EncoderConfig layout = layout(model, model.states().layers());
    NameScheme scheme = layout.names();
    MergedParameters parameters = model.parameters();
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    fresh(layout)
        .forEach(
            (name, fresh) -> {
              String stored = EmotionNetwork.BACKBONE_PREFIX + name;
              long[] shape = parameters.shape(stored);
              boolean there = Arrays.stream(shape).boxed().toList().equals(fresh.entry().shape());
              String written =
                  model.architecture().prefix() + scheme.newerNames().getOrDefault(name, name);
              tensors.put(
                  written, there ? TensorData.floats(parameters.floats(stored), shape) : fresh);
              if (written.endsWith(BATCH_NORM_MEAN)) {
                tensors.put(
                    written.replace(BATCH_NORM_MEAN, BATCHES), TensorData.longs(new long[] {0}));
              }
            });
    if (model.architecture().alwaysHasMask()) {
      int width = layout.width();
      tensors.put(model.architecture().prefix() + MASK, TensorData.floats(new float[width], width));
    }
    return tensors;
  }

  /** Parameters of a new encoder. */
  private static Map<String, TensorData> fresh(EncoderConfig layout) {
    try (LoadedEncoder encoder = LoadedEncoder.seeded(layout, 0)) {
      return StoredTensors.of("", encoder.parameters().all());
    }
  }
}
