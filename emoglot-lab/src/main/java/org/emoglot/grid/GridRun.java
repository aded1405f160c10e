package org.emoglot.grid;

import org.emoglot.experiment.RunSettings;
import org.emoglot.experiment.Settings;
import org.emoglot.io.Sha256;
import org.emoglot.protocol.Plan;

/**
 * One training of a grid.
 *
 * @param name of its folder: the first setting that it fills, system and seed
 * @param plan which utterances its stages see
 * @param seed of everything random
 * @param backbone as it was asked for
 * @param settings the hyper-parameters
 */
public record GridRun(String name, Plan plan, long seed, String backbone, Settings settings) {

  /** The settings that act in it. */
  RunSettings acting() {
    return settings.acting(plan.system(), backbone);
  }

  /**
   * What decides the outcome of a training besides the grid's settings and the seed: two plans with
   * the same content train and measure the same, whatever their source language is called. The
   * system includes its losses and batches.
   */
  static String content(Plan plan, String backbone) {
    return Sha256.of(
        String.join(
            "\n",
            plan.system().id(),
            backbone,
            plan.labels().names().toString(),
            plan.contentHash()));
  }
}
