package org.emoglot.nn;

import java.util.function.UnaryOperator;

/**
 * A place in an encoder where adaptation may stand.
 *
 * @param role what stands there
 * @param address its name in the encoder, such as {@code layers.3.attention.q_proj}; parameters
 *     that are put there are named by it
 * @param layer the layer that it is in, which is the number of the hidden state below it
 * @param slot the place itself
 */
public record Site(Role role, String address, int layer, Slot slot) {

  /** What stands there now: the projection, or what was put around it last. */
  public Layer current() {
    return slot.current();
  }

  /** Puts something around what stands there now, or in its place. */
  public void wrap(UnaryOperator<Layer> wrapper) {
    slot.wrap(wrapper);
  }

  /**
   * The projection that stands there.
   *
   * @throws IllegalStateException if none does, as {@link Role#isProjection} says
   */
  public Linear projection() {
    return slot.projection();
  }
}
