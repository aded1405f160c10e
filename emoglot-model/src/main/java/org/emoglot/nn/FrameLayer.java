package org.emoglot.nn;

import java.util.List;

/** A layer of an encoder, from one hidden state to the next. */
public interface FrameLayer {

  /**
   * Frames (ΣT, D) in and out.
   *
   * @param training whether dropout is active
   */
  Frames forward(Frames x, boolean training);

  /**
   * The places for adaptation: projections first, then those after blocks, then the input.
   *
   * @param layer the layer's number; every address begins with {@code layers.} and it
   */
  List<Site> sites(int layer);
}
