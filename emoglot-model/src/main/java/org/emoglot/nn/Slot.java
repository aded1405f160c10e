package org.emoglot.nn;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A place in a network whose content can be wrapped. */
public final class Slot implements Layer {

  private final @Nullable Linear projection;
  private Layer layer;

  /** An empty place. */
  public Slot() {
    projection = null;
    layer = x -> x;
  }

  /** The place of a projection. */
  public Slot(Linear projection) {
    this.projection = projection;
    layer = projection;
  }

  /** Wraps or replaces the current content. */
  public void wrap(UnaryOperator<Layer> wrapper) {
    layer = wrapper.apply(layer);
  }

  Layer current() {
    return layer;
  }

  Linear projection() {
    if (projection == null) {
      throw new IllegalStateException("There is no projection here.");
    }
    return projection;
  }

  @Override
  public Tensor forward(Tensor x) {
    return layer.forward(x);
  }

  /** The activation of what the content makes of x. */
  Tensor forward(Tensor x, Activation activation) {
    return layer == projection && projection != null
        ? projection.forward(x, activation)
        : activation.of(layer.forward(x));
  }
}
