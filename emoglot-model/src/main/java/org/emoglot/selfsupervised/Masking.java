package org.emoglot.selfsupervised;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.emoglot.sampling.SeededRandom;

/**
 * What is masked in a batch, and what each masked frame is told from.
 *
 * @param frames numbers of the masked frames of each clip, in order
 * @param negatives for each of the M masked frames, clip by clip, K others, as positions among
 *     those M; row-major (M, K)
 * @param negativesPerFrame K
 */
record Masking(List<int[]> frames, long[] negatives, int negativesPerFrame) {

  Masking {
    frames = List.copyOf(frames);
    int masked = frames.stream().mapToInt(clip -> clip.length).sum();
    if (masked == 0 || negatives.length != masked * negativesPerFrame) {
      throw new IllegalArgumentException(
          "Expected %d negatives for each of %d masked frames, found %d in total."
              .formatted(negativesPerFrame, masked, negatives.length));
    }
  }

  /**
   * Draws both.
   *
   * @param lengths frames of each clip
   * @param span frames of a span
   * @param random the generator of each clip of the batch
   */
  static Masking draw(
      int[] lengths,
      MaskingConfig config,
      int span,
      int negativesPerFrame,
      IntFunction<SeededRandom> random) {
    List<int[]> frames = new ArrayList<>();
    List<long[]> negatives = new ArrayList<>();
    int before = 0;
    for (int clip = 0; clip < lengths.length; clip++) {
      SeededRandom ofClip = random.apply(clip);
      int[] masked =
          SpanMask.draw(lengths[clip], config.share(), span, config.leastSpans(), ofClip);
      frames.add(masked);
      negatives.add(others(masked.length, before, negativesPerFrame, ofClip));
      before += masked.length;
    }
    return new Masking(
        frames, negatives.stream().flatMapToLong(Arrays::stream).toArray(), negativesPerFrame);
  }

  /** Uniform over the other masked frames of the clip, with replacement. */
  private static long[] others(int count, int first, int each, SeededRandom random) {
    long[] others = new long[count * each];
    for (int i = 0; i < others.length; i++) {
      int other = random.nextInt(count - 1);
      others[i] = first + (other < i / each ? other : other + 1L);
    }
    return others;
  }

  /** M, the number of masked frames. */
  int count() {
    return negatives.length / negativesPerFrame;
  }
}
