package org.emoglot.extraction;

import java.util.List;

/**
 * Some clips that are done, next to each other in the list.
 *
 * @param first index of the first
 * @param end index after the last
 * @param done those with an embedding, in order
 * @param skipped the others
 */
record Part(int first, int end, List<Done> done, List<Skipped> skipped) {

  /**
   * A clip that has been embedded.
   *
   * @param clip its index in the list
   * @param frames how many it has
   * @param seconds its duration
   */
  record Done(int clip, int frames, double seconds) {}

  Part {
    done = List.copyOf(done);
    skipped = List.copyOf(skipped);
  }
}
