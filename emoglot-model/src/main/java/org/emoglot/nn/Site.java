package org.emoglot.nn;

import java.util.function.UnaryOperator;

/**
 * A place for adaptation in an encoder.
 *
 * @param role what is there
 * @param address its name in the encoder, such as {@code layers.3.attention.q_proj}; parameters
 *     that are put there are named by it
 * @param layer the layer that it is in, which is the number of the hidden state below it
 * @param slot the place itself
 */
public record Site(Role role, String address, int layer, Slot slot) {

  /** Its current content: the projection, or the last wrapper around it. */
  public Layer current() {
    return slot.current();
  }

  /** Wraps or replaces the current content. */
  public void wrap(UnaryOperator<Layer> wrapper) {
    slot.wrap(wrapper);
  }

  /**
   * The projection there.
   *
   * @throws IllegalStateException if none does, as {@link Role#isProjection} says
   */
  public Linear projection() {
    return slot.projection();
  }
}
