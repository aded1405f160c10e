package org.emoglot.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Parameters;

/** Two projections with an activation between them, frame by frame: (ΣT, D) in and out. */
final class FeedForward {

  private final Activation activation;
  private final String innerName;
  private final String outerName;
  private final Slot inner;
  private final Slot outer;

  /**
   * @param between width F between the projections
   * @param layer before the names of both
   */
  FeedForward(
      int width,
      int between,
      Activation activation,
      Parameters parameters,
      String layer,
      String innerName,
      String outerName) {
    this.activation = activation;
    this.innerName = innerName;
    this.outerName = outerName;
    inner = new Slot(new Linear(parameters, layer + innerName, width, between));
    outer = new Slot(new Linear(parameters, layer + outerName, between, width));
  }

  /** Where adaptation may stand; {@code name} is the layer's address. */
  List<Site> sites(String name, int layer) {
    return List.of(
        new Site(Role.FEED_FORWARD, name + "." + innerName, layer, inner),
        new Site(Role.FEED_FORWARD, name + "." + outerName, layer, outer));
  }

  Tensor forward(Tensor x) {
    return outer.forward(inner.forward(x, activation)); // (ΣT, F) between them
  }

  /** {@link #forward}, added to a tensor (ΣT, D). */
  Tensor forwardOnto(Tensor summand, Tensor x) {
    return outer.forwardOnto(summand, inner.forward(x, activation));
  }
}
