package org.emoglot.pretrain;

import org.emoglot.loop.LoopListener;
import org.emoglot.selfsupervised.PretrainingValidation;

/** Watches a pretraining. */
public interface PretrainingListener extends LoopListener<PretrainingValidation> {

  /** Hears nothing. */
  PretrainingListener SILENT = new PretrainingListener() {};

  /** {@code done} of {@code total} files of a folder are read. */
  default void reading(String corpus, int done, int total) {}

  /** Something worth a line. */
  default void message(String text) {}
}
