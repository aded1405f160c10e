package org.emoglot.loop;

/** The result of a validation. */
public interface ValidationResult {

  /** Steps done before it. */
  long step();

  /** Whether the weights are the best so far, to be kept and put back in the end. */
  default boolean best() {
    return false;
  }
}
