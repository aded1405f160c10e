package org.emoglot.cli;

import org.emoglot.audio.AudioSource;
import org.emoglot.feature.FeatureCache;
import org.emoglot.grid.Workload;

/** A command whose trainings processes of their own can compute, by the same command line. */
interface ManyTrainings {

  /** Plans them, from what the command line says. */
  Workload workload();

  /** Where clips are read from. */
  AudioSource audio();

  /** What is frozen, shared by all trainings. */
  FeatureCache features();
}
