package org.emoglot.adapt;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * Which hidden states go on to the pooling: the last, one by number, or a learned mixture of all.
 */
@FunctionalInterface
interface LayerMix {

  /**
   * Runs the transformer as far as it is needed.
   *
   * @param state shape (ΣT, D), the hidden state below a layer
   * @param below that layer
   * @param training whether dropout is active
   * @return shape (ΣT, D)
   */
  Frames of(SpeechEncoder encoder, Frames state, int below, boolean training);

  /**
   * Makes the mixture that a configuration names.
   *
   * @param layer {@code last}, {@code mix}, or 0 (the transformer's input) to L
   * @param first the number of the first hidden state that there will be; 0 for a mix
   */
  static LayerMix of(String layer, int layers, int first, Parameters parameters) {
    if (layer.equals("mix")) {
      return learned(parameters.take("layer_mix.weight", Initializer.constant(0), layers + 1));
    }
    int index = layer.equals("last") ? layers : Integer.parseInt(layer);
    if (index > layers) {
      throw new InvalidInputException(
          "Expected a layer from 0 to %d, found %s.".formatted(layers, layer));
    }
    if (index < first) {
      throw new InvalidInputException(
          "Expected a layer from %d, below which nothing is adapted (adaptation.lowestLayer), to %d, found %s."
              .formatted(first, layers, layer));
    }
    return (encoder, state, below, training) -> encoder.hiddenState(state, below, index, training);
  }

  /** Softmax weights over the hidden states; all equal at the start. Weight (L + 1). */
  private static LayerMix learned(Tensor weight) {
    return (encoder, state, below, training) -> {
      List<Tensor> values = new ArrayList<>();
      encoder.hiddenStates(state, below, training).forEach(one -> values.add(one.values()));
      Tensor stacked = Ops.stack(values); // (L + 1, ΣT, D)
      Tensor shares = weight.softmax(0).view(-1, 1, 1);
      return state.with(Ops.sum(stacked.mul(shares), 0, false)); // (ΣT, D)
    };
  }
}
