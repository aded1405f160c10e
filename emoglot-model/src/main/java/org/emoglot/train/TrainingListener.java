package org.emoglot.train;

import org.emoglot.loop.LoopListener;

/** Watches a training: progress bars, logs, curves. */
public interface TrainingListener extends LoopListener<ValidationReport> {}
