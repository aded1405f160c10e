package org.emoglot.export.transformers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.network.MergedParameters;

/** Low-rank updates as PEFT has them: A (r, in) and B (out, r) of each projection. */
final class LoraTensors {

  /** Before the names of the base model's parameters. */
  static final String MODEL = "base_model.model.";

  /** Target of the updates of feed-forward blocks. */
  static final String FEED_FORWARD = "feed-forward";

  private static final String DOWN = ".lora_A.weight";
  private static final String UP = ".lora_B.weight";
  private static final String GATE = ".gate";
  private static final String WEIGHT = ".weight";

  private LoraTensors() {}

  /** By the names of PEFT. A gate of an update is part of its B. */
  static Map<String, TensorData> of(ExactModel model) {
    MergedParameters values = model.parameters();
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    projections(model)
        .forEach(
            (address, module) -> {
              String added = EmotionNetwork.ADDED_PREFIX + address;
              tensors.put(
                  MODEL + module + DOWN,
                  TensorData.floats(values.floats(added + DOWN), values.shape(added + DOWN)));
              float[] up = values.floats(added + UP);
              double gate =
                  values.names().contains(added + GATE)
                      ? sigmoid(values.floats(added + GATE)[0])
                      : 1;
              for (int i = 0; i < up.length; i++) {
                up[i] = (float) (up[i] * gate);
              }
              tensors.put(MODEL + module + UP, TensorData.floats(up, values.shape(added + UP)));
            });
    return tensors;
  }

  /** The projections with an update, by their names in transformers. */
  static List<String> modules(ExactModel model) {
    return List.copyOf(projections(model).values());
  }

  /** Names in transformers by addresses in the encoder, without the layers that are not written. */
  private static Map<String, String> projections(ExactModel model) {
    List<String> weights = new ArrayList<>(EncoderTensors.of(model).keySet());
    String start = EmotionNetwork.ADDED_PREFIX;
    Map<String, String> modules = new LinkedHashMap<>();
    for (String name : model.parameters().names()) {
      if (name.startsWith(start) && name.endsWith(DOWN)) {
        String address = name.substring(start.length(), name.length() - DOWN.length());
        weights.stream()
            .filter(weight -> weight.endsWith("." + address + WEIGHT))
            .map(weight -> weight.substring(0, weight.length() - WEIGHT.length()))
            .forEach(module -> modules.put(address, module));
      }
    }
    return modules;
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
