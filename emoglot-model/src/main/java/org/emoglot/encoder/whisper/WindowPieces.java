package org.emoglot.encoder.whisper;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.emoglot.nn.Frames;

/**
 * Cuts sequences that are longer than a window into pieces of about equal length, so that each
 * frame has a position. A piece knows nothing of the others, as if it were a clip.
 */
final class WindowPieces {

  private WindowPieces() {}

  /**
   * The same frames as pieces.
   *
   * @param longest P frames of a hidden state
   */
  static Frames ofStates(Frames states, int longest) {
    return new Frames(
        states.values(),
        Arrays.stream(states.lengths()).flatMap(length -> pieces(length, longest)).toArray());
  }

  /**
   * The same frames of features as pieces, which give those of {@link #ofStates}.
   *
   * @param stride frames of features in a frame of a hidden state; the last may have fewer
   */
  static Frames ofFeatures(Frames features, int longest, int stride) {
    return new Frames(
        features.values(),
        Arrays.stream(features.lengths())
            .flatMap(
                length -> {
                  int[] pieces = pieces(states(length, stride), longest).toArray();
                  int before = Arrays.stream(pieces, 0, pieces.length - 1).sum() * stride;
                  return IntStream.range(0, pieces.length)
                      .map(i -> i == pieces.length - 1 ? length - before : pieces[i] * stride);
                })
            .toArray());
  }

  /** Frames of a hidden state that so many of features give. */
  static int states(int features, int stride) {
    return (features + stride - 1) / stride;
  }

  private static IntStream pieces(int length, int longest) {
    int count = (length + longest - 1) / longest;
    return IntStream.range(0, count)
        .map(i -> (int) ((long) length * (i + 1) / count - (long) length * i / count));
  }
}
