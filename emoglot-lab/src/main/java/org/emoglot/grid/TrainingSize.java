package org.emoglot.grid;

import org.emoglot.protocol.Plan;

/**
 * How much a system learns from: a column of the paper's table 1.
 *
 * @param utterances in the training split
 * @param speakers who speak them
 */
public record TrainingSize(int utterances, int speakers) {

  static TrainingSize of(Plan plan) {
    return new TrainingSize(plan.training().size(), plan.speakers().size());
  }
}
