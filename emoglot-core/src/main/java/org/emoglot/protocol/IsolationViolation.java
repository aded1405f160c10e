package org.emoglot.protocol;

/**
 * The target was, or would have been, seen before the final evaluation. Never catch and ignore it:
 * the result of the run would not be zero-shot.
 */
public class IsolationViolation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public IsolationViolation(String message) {
    super(message);
  }
}
