package org.emoglot.protocol;

/**
 * The target was, or would have been, seen before the final evaluation. Never to be caught and
 * passed over: the run's result would not be zero-shot.
 */
public class IsolationViolation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public IsolationViolation(String message) {
    super(message);
  }
}
