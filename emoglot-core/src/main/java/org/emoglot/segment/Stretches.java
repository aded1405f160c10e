package org.emoglot.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongBinaryOperator;

/**
 * Makes stretches of speech from frames that are speech or not, one after the other: short pauses
 * are filled, short sounds left out, both ends held on to, and what goes on for too long is cut.
 */
final class Stretches {

  private final SegmentOptions options;
  private final int sampleRate;
  private final int frameSamples;
  private final double framesPerSecond;
  private final int lag;
  private final LongBinaryOperator quietest;
  private final List<long[]> found = new ArrayList<>();

  /** Frames so far. */
  private long frames;

  /** Speech that may still go on: frames [from, to), if {@code to} is above 0. */
  private long from;

  private long to;

  /** Where the piece of it begins that is not cut off yet. */
  private long piece;

  /**
   * @param lag frames that are still called speech after its last sound
   * @param quietest the best frame to cut at in [from, to), both not before {@link #needed()}
   */
  Stretches(
      SegmentOptions options,
      int sampleRate,
      int frameSamples,
      int lag,
      LongBinaryOperator quietest) {
    this.options = options;
    this.sampleRate = sampleRate;
    this.frameSamples = frameSamples;
    this.lag = lag;
    this.framesPerSecond = (double) sampleRate / frameSamples;
    this.quietest = quietest;
  }

  /** Takes the next frame. Short gaps are filled first, then short runs left out. */
  void next(boolean speech) {
    long frame = frames++;
    if (speech) {
      if (to == 0) {
        from = frame;
        piece = Math.max(0, frame - hangover());
      }
      to = frame + 1;
      cut();
    } else if (to > 0 && frames - to >= frames(options.minPauseSeconds())) {
      close();
    }
  }

  /** Frames that it was given. */
  long frames() {
    return frames;
  }

  /** Whether the last frame belongs to speech, or to a pause within it. */
  boolean isOpen() {
    return to > 0;
  }

  /** The first frame that a later stretch may hold. */
  long needed() {
    return to > 0 ? piece : Math.max(0, frames - hangover());
  }

  /** Hears that no frame follows. */
  void end() {
    if (to > 0) {
      close();
    }
  }

  /**
   * The stretches that are certain and were not taken yet.
   *
   * @param samples of the recording so far: its last frame may be shorter
   */
  List<Segment> take(long samples) {
    List<Segment> taken =
        found.stream().map(stretch -> segment(stretch[0], stretch[1], samples)).toList();
    found.clear();
    return taken;
  }

  /**
   * The stretch that {@link #end} would give last, if it is one piece.
   *
   * @param samples as {@link #take} has it
   */
  Optional<Segment> open(long samples) {
    long end = Math.min(Math.min(frames, to + tail()), piece + longest());
    return to > 0 && isLongEnough() && end > piece
        ? Optional.of(segment(piece, end, samples))
        : Optional.empty();
  }

  /** Whether that stretch is in a pause. */
  Pause pause() {
    if (to == 0 || frames == to) {
      return Pause.NONE;
    }
    return frames < to + tail() ? Pause.BEGUN : Pause.LONG;
  }

  private Segment segment(long fromFrame, long toFrame, long samples) {
    return new Segment(
        (double) (fromFrame * frameSamples) / sampleRate,
        (double) Math.min(toFrame * frameSamples, samples) / sampleRate);
  }

  /** Cuts pieces off speech that goes on, wherever it will end. */
  private void cut() {
    int longest = longest();
    while (isLongEnough() && to - frames(options.minSpeechSeconds()) >= piece + longest) {
      long at = quietest.applyAsLong(piece + longest / 2, piece + longest + 1);
      give(piece, at);
      piece = at;
    }
  }

  /** Ends speech with the hangover, which never meets the next. */
  private void close() {
    if (isLongEnough()) {
      long end = Math.min(frames, to + tail());
      int longest = longest();
      while (end - piece > longest) { // every piece but the last is at least half as long
        long last = Math.min(piece + longest, end - frames(options.minSpeechSeconds()));
        long middle = piece + longest / 2;
        long at = quietest.applyAsLong(middle, Math.max(last, middle) + 1);
        give(piece, at);
        piece = at;
      }
      give(piece, end);
    }
    to = 0;
  }

  private void give(long fromFrame, long toFrame) {
    found.add(new long[] {fromFrame, toFrame});
  }

  private boolean isLongEnough() {
    return to - from >= frames(options.minSpeechSeconds());
  }

  private int longest() {
    return Math.max(2, (int) (options.maxSeconds() * framesPerSecond));
  }

  private int hangover() {
    return (int) (options.hangoverSeconds() * framesPerSecond);
  }

  /** What is held on to behind speech, of which {@link #lag} frames are in it already. */
  private int tail() {
    return Math.max(0, hangover() - lag);
  }

  private int frames(double seconds) {
    return (int) Math.ceil(seconds * framesPerSecond);
  }
}
