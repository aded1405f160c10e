package org.emoglot.encoder;

import java.util.List;
import java.util.function.UnaryOperator;
import org.emoglot.nn.Frames;
import org.emoglot.nn.LayerStack;
import org.emoglot.nn.Site;

/** Everything of an encoder above its features; see {@link SpeechEncoder} for the stages. */
public interface LayeredNetwork {

  /** As {@link SpeechEncoder#normalize}. */
  default Frames normalize(Frames features) {
    return features;
  }

  /** As {@link SpeechEncoder#input(Frames, UnaryOperator, boolean)}. */
  Frames input(Frames features, UnaryOperator<Frames> change, boolean training);

  /** The layers above hidden state 0. */
  LayerStack stack();

  /** As {@link SpeechEncoder#sites}. */
  default List<Site> sites() {
    return stack().sites();
  }

  /** As {@link SpeechEncoder#entersAt}, the parameters of the features among them. */
  int entersAt(String parameter);

  /** As {@link SpeechEncoder#isTrainable}. */
  default boolean isTrainable(String parameter) {
    return true;
  }
}
