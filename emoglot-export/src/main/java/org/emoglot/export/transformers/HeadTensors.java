package org.emoglot.export.transformers;

import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.network.EmotionNetwork;

/**
 * The head as transformers has it. The projector is the identity. The classifier is our head
 * divided by the temperature, so that the softmax of its logits gives the calibrated probabilities.
 */
final class HeadTensors {

  private static final String OUTPUT = EmotionNetwork.HEAD_PREFIX + "output.";

  private HeadTensors() {}

  /** By the names of transformers, without the shares of states. */
  static Map<String, TensorData> of(ExactModel model) {
    double temperature = model.scorer().confidence().temperature();
    int width = model.encoder().width();
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    tensors.put("projector.weight", TensorData.floats(identity(width), width, width));
    tensors.put("projector.bias", TensorData.floats(new float[width], width));
    for (String part : new String[] {"weight", "bias"}) {
      float[] scaled = model.parameters().floats(OUTPUT + part);
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = (float) (scaled[i] / temperature);
      }
      tensors.put(
          "classifier." + part, TensorData.floats(scaled, model.parameters().shape(OUTPUT + part)));
    }
    model
        .states()
        .shares()
        .ifPresent(
            shares -> tensors.put("layer_weights", TensorData.floats(shares, shares.length)));
    return tensors;
  }

  private static float[] identity(int width) {
    float[] matrix = new float[width * width];
    for (int i = 0; i < width; i++) {
      matrix[i * width + i] = 1;
    }
    return matrix;
  }
}
