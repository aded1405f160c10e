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

/** Brings the hidden states of a {@link LayerChoice} to the pooling. */
@FunctionalInterface
interface LayerMix {

  /**
   * Runs the transformer as far as it is needed.
   *
   * @param state shape (ΣT, D), the hidden state below a layer
   * @param below that layer
   * @param training whether dropout is active
   * @return shape (ΣT, n D), n states side by side
   */
  Frames of(SpeechEncoder encoder, Frames state, int below, boolean training);

  /**
   * Makes the mixture that a configuration names.
   *
   * @param layer as for {@link LayerChoice#of}
   * @param layers L of the encoder
   * @param first the number of the first hidden state that there will be; 0 for a mix
   */
  static LayerMix of(String layer, int layers, int first, Parameters parameters) {
    LayerChoice choice = LayerChoice.of(layer, layers);
    if (choice.isMix()) {
      return learned(parameters.take("layer_mix.weight", Initializer.constant(0), layers + 1));
    }
    if (choice.first() < first) {
      throw new InvalidInputException(
          "Expected a layer from %d, below which nothing is adapted (adaptation.lowestLayer), to %d, found %s."
              .formatted(first, layers, choice.first()));
    }
    return sideBySide(choice);
  }

  /** The states of a choice that is no mixture. */
  static LayerMix sideBySide(LayerChoice choice) {
    return (encoder, state, below, training) -> {
      Frames h = encoder.hiddenState(state, below, choice.first(), training);
      List<Tensor> states = new ArrayList<>(List.of(h.values()));
      for (int at = choice.first(); at < choice.last(); at++) {
        h = encoder.hiddenState(h, at, at + 1, training);
        states.add(h.values());
      }
      return h.with(Ops.beside(states));
    };
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
