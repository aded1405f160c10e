package org.emoglot.cli;

import org.emoglot.audio.AudioSource;
import org.emoglot.feature.FeatureCache;
import org.emoglot.grid.Workload;

/** A command that can run its trainings in other processes with the same command line. */
interface ManyTrainings {

  /** Plans them, from what the command line says. */
  Workload workload();

  /** The source of clips. */
  AudioSource audio();

  /** What is frozen, shared by all trainings. */
  FeatureCache features();
}
