package org.emoglot.nn;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A place in a network at which something can be put around what stands there. */
public final class Slot implements Layer {

  private final @Nullable Linear projection;
  private Layer layer;

  /** A place where nothing stands yet. */
  public Slot() {
    projection = null;
    layer = x -> x;
  }

  /** The place of a projection. */
  public Slot(Linear projection) {
    this.projection = projection;
    layer = projection;
  }

  /** Puts something around what stands here now, or in its place. */
  public void wrap(UnaryOperator<Layer> wrapper) {
    layer = wrapper.apply(layer);
  }

  Layer current() {
    return layer;
  }

  Linear projection() {
    if (projection == null) {
      throw new IllegalStateException("No projection stands here.");
    }
    return projection;
  }

  @Override
  public Tensor forward(Tensor x) {
    return layer.forward(x);
  }
}
