package org.emoglot.protocol;

/** What a run is doing. The final evaluation is entered once and not left. */
public enum Phase {
  TRAINING,
  VALIDATION,
  FINAL_EVALUATION
}
