package org.emoglot.export;

import java.util.List;

/** An encoder in a graph, from the samples of a clip to its hidden states. */
interface EncoderGraph {

  /**
   * The hidden states from the input of the first layer on.
   *
   * @param samples shape (N), as the encoder hears them: normalised where it wants that, and of one
   *     frame at least
   * @param last the number of the highest that is needed
   * @return shape (T, D) each, {@code last} + 1 of them
   */
  List<Value> states(Value samples, int last);
}
