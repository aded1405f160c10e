package org.emoglot.loop;

/** A look at the held-out clips. */
public interface Look {

  /** Steps done before it. */
  long step();

  /** Whether the weights are the best so far, to be kept and put back in the end. */
  default boolean best() {
    return false;
  }
}
