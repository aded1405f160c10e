package org.emoglot.sampling;

import java.util.List;
import org.emoglot.data.Utterance;

/** Draws batches. Without state: a step's batch depends on nothing that was drawn before. */
@FunctionalInterface
public interface BatchSampler {

  /**
   * The utterances of one batch.
   *
   * @param step from 0
   * @return at least one utterance; one may occur twice
   */
  List<Utterance> batch(long step);
}
