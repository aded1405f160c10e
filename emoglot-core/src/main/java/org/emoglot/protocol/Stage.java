package org.emoglot.protocol;

/** What an utterance of a plan is for. */
public enum Stage {
  /** Gradients are taken on it. */
  TRAINING,
  /** The best checkpoint is chosen on it. */
  VALIDATION,
  /** The result is measured on it, at the very end. */
  EVALUATION
}
