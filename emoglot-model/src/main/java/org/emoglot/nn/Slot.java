package org.emoglot.nn;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A place in a network whose content can be wrapped. */
public final class Slot implements Layer {

  private static final Layer NOTHING = x -> x;

  private final @Nullable Linear projection;
  private Layer layer;

  /** An empty place. */
  public Slot() {
    projection = null;
    layer = NOTHING;
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

  boolean isEmpty() {
    return layer == NOTHING;
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
    return isBare() ? projection().forward(x, activation) : activation.of(layer.forward(x));
  }

  /** What the content makes of x, added to a tensor of the same shape. */
  Tensor forwardOnto(Tensor summand, Tensor x) {
    return isBare() ? projection().forwardOnto(summand, x) : summand.add(layer.forward(x));
  }

  /** Whether a projection stands here that nothing wraps. */
  private boolean isBare() {
    return projection != null && layer == projection;
  }
}
