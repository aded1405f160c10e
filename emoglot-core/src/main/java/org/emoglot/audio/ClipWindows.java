package org.emoglot.audio;

import java.util.Optional;
import java.util.function.Consumer;
import org.emoglot.InvalidInputException;

/**
 * A clip of any length, in {@link Windows}. It is read to its end once, to know how long it is; a
 * short one is then in memory, and a long one is read again, so that no more than one window of it
 * ever is.
 */
public final class ClipWindows {

  /** A clip that is no longer is held as a whole. */
  private static final int WHOLE_SAMPLES = 120 * Waveform.MODEL_SAMPLE_RATE;

  /** Four seconds. */
  private static final int PIECE_SAMPLES = 4 * Waveform.MODEL_SAMPLE_RATE;

  private final AudioSource audio;
  private final ClipAudio clip;
  private final long samples;
  private final Optional<Waveform> whole;

  private ClipWindows(AudioSource audio, ClipAudio clip, long samples, Optional<Waveform> whole) {
    this.audio = audio;
    this.clip = clip;
    this.samples = samples;
    this.whole = whole;
  }

  /**
   * Reads a clip once.
   *
   * @throws InvalidInputException if it cannot be read to its end
   */
  public static ClipWindows of(AudioSource audio, ClipAudio clip) {
    return of(audio, clip, piece -> {});
  }

  /**
   * Reads a clip once.
   *
   * @param pieces hears all of a long clip in pieces of four seconds, the first of 120; nothing of
   *     a short one
   * @throws InvalidInputException if it cannot be read to its end
   */
  public static ClipWindows of(AudioSource audio, ClipAudio clip, Consumer<Waveform> pieces) {
    try (SampleStream stream = audio.open(clip)) {
      Pieces cut = new Pieces(stream);
      float[] head = cut.next(WHOLE_SAMPLES);
      float[] piece = head.length < WHOLE_SAMPLES ? new float[0] : cut.next(PIECE_SAMPLES);
      if (piece.length == 0) {
        Waveform whole = new Waveform(head, Waveform.MODEL_SAMPLE_RATE);
        return new ClipWindows(audio, clip, head.length, Optional.of(whole));
      }
      pieces.accept(new Waveform(head, Waveform.MODEL_SAMPLE_RATE));
      long samples = head.length;
      head = new float[0]; // let go of it
      for (; piece.length > 0; piece = cut.next(PIECE_SAMPLES)) {
        pieces.accept(new Waveform(piece, Waveform.MODEL_SAMPLE_RATE));
        samples += piece.length;
      }
      return new ClipWindows(audio, clip, samples, Optional.empty());
    }
  }

  /** The clip, if it is short. */
  public Optional<Waveform> whole() {
    return whole;
  }

  /** Its length at {@link Waveform#MODEL_SAMPLE_RATE}. */
  public long samples() {
    return samples;
  }

  /** Its length. */
  public double seconds() {
    return (double) samples / Waveform.MODEL_SAMPLE_RATE;
  }

  /** How many windows it has, at least 1. */
  public int count() {
    return Windows.count(samples);
  }

  /** Samples of a window, by its number from 0. */
  public int samples(int window) {
    return (int) (Windows.start(samples, window + 1) - Windows.start(samples, window));
  }

  /**
   * Reads it again.
   *
   * @param window hears each window in order, before the next is read
   * @throws InvalidInputException if the clip has become shorter, or cannot be read any more
   */
  public void forEach(Consumer<Waveform> window) {
    if (whole.isPresent()) {
      Windows.of(whole.get()).forEach(window);
      return;
    }
    try (SampleStream stream = audio.open(clip)) {
      Pieces cut = new Pieces(stream);
      for (int i = 0; i < count(); i++) {
        float[] piece = cut.next(samples(i));
        if (piece.length < samples(i)) {
          throw changed();
        }
        window.accept(new Waveform(piece, Waveform.MODEL_SAMPLE_RATE));
      }
      if (cut.next(1).length > 0) { // which also tells a source that watches that this is the end
        throw changed();
      }
    }
  }

  private InvalidInputException changed() {
    return new InvalidInputException(
        "Expected the same audio in %s when it was read again, found another length: leave the file alone meanwhile."
            .formatted(clip));
  }
}
