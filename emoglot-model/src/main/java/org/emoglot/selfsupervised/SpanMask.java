package org.emoglot.selfsupervised;

import java.util.BitSet;
import org.emoglot.sampling.SeededRandom;

/**
 * Spans of frames that are masked: starts are drawn without replacement, spans may overlap.
 *
 * <p>Of T frames, share * T / span are started, rounded up or down at random so that the mean is
 * exact. In clips of no more than two spans, a span is a third of the clip, so that some frames are
 * left to predict from.
 */
final class SpanMask {

  private SpanMask() {}

  /**
   * Draws the masked frames of a clip.
   *
   * @param frames T, at least 4
   * @param span frames of a span, in clips that are longer than two
   * @return their numbers, in order
   */
  static int[] draw(int frames, double share, int span, int leastSpans, SeededRandom random) {
    int length = frames > 2 * span ? span : Math.max(1, frames / 3);
    int starts = frames - length + 1;
    int spans = (int) (share * frames / length + random.nextDouble());
    spans = Math.min(Math.min(Math.max(spans, leastSpans), frames / length), starts);
    BitSet masked = new BitSet(frames);
    for (int start : distinct(starts, spans, random)) {
      masked.set(start, start + length);
    }
    return masked.stream().toArray();
  }

  /** Distinct numbers below a bound (Floyd's sampling: J. Bentley, CACM 30(9), 1987). */
  private static int[] distinct(int bound, int count, SeededRandom random) {
    BitSet chosen = new BitSet(bound);
    for (int last = bound - count; last < bound; last++) {
      int number = random.nextInt(last + 1);
      chosen.set(chosen.get(number) ? last : number);
    }
    return chosen.stream().toArray();
  }
}
