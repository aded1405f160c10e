package org.emoglot.fingerprint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.Waveform;

/**
 * By what a clip is known again after it was made louder, cut, resampled, turned over or sent
 * through a codec: 32 bits for every 16 ms [1]. Each bit says whether the difference of the
 * energies of two neighbouring bands grew or fell; it depends neither on the gain nor on the sign
 * of the samples.
 *
 * <p>Frames that say nothing (silence, and steady sound) are 0. It is no hash: the same words in
 * the same voice are alike in some frames. {@link FingerprintIndex} tells how much is enough.
 *
 * <p>[1] J. Haitsma and T. Kalker, "A highly robust audio fingerprinting system", ISMIR 2002.
 * {@link Fingerprinter} lists our changes for clips of a second instead of songs.
 */
public final class Fingerprint {

  /** Of a clip that has none: it is too short, silent, or was never computed. Equals no clip. */
  public static final Fingerprint NONE = new Fingerprint(new int[0]);

  /** How it is computed; another computation would have another number. */
  private static final String VERSION = "1";

  private static final int QUOTED = 20;

  private final int[] frames;

  private Fingerprint(int[] frames) {
    this.frames = frames;
  }

  /** From frames, without those at both ends that carry no information. */
  static Fingerprint of(int[] frames) {
    int from = 0;
    int to = frames.length;
    while (from < to && frames[from] == 0) {
      from++;
    }
    while (to > from && frames[to - 1] == 0) {
      to--;
    }
    return from == to ? NONE : new Fingerprint(Arrays.copyOfRange(frames, from, to));
  }

  /**
   * Of a clip.
   *
   * @param clip at 16 kHz
   */
  public static Fingerprint of(Waveform clip) {
    return new Fingerprinter().fingerprint(clip);
  }

  /**
   * The same clip at several offsets of less than a frame, the first being that of {@link
   * #of(Waveform)}: one of them is nearest to the frames of a copy that was cut anywhere.
   *
   * @param clip at 16 kHz
   */
  public static List<Fingerprint> probes(Waveform clip) {
    return new Fingerprinter().probes(clip);
  }

  /**
   * Reads {@link #text()}.
   *
   * @throws InvalidInputException if it has another form, or is of another version
   */
  public static Fingerprint parse(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text.substring(VERSION.length()));
      if (text.startsWith(VERSION) && bytes.length > 0 && bytes.length % Integer.BYTES == 0) {
        int[] frames = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().get(frames);
        return of(frames);
      }
    } catch (IllegalArgumentException e) {
      throw invalid(text);
    }
    throw invalid(text);
  }

  private static InvalidInputException invalid(String text) {
    String quoted = text.length() > QUOTED ? text.substring(0, QUOTED) + "..." : text;
    return new InvalidInputException(
        "Expected an acoustic fingerprint from emoglot prepare (version %s), found '%s': prepare the corpus again."
            .formatted(VERSION, quoted));
  }

  /** As manifests hold it: the version and the frames in base64 (RFC 4648, URL-safe); or empty. */
  public String text() {
    if (isNone()) {
      return "";
    }
    ByteBuffer bytes = ByteBuffer.allocate(frames.length * Integer.BYTES);
    bytes.asIntBuffer().put(frames);
    return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** Whether nothing can be known again by it. */
  public boolean isNone() {
    return frames.length == 0;
  }

  /** How many frames of 16 ms. */
  int length() {
    return frames.length;
  }

  /** A frame; 0 if it says nothing. */
  int frame(int index) {
    return frames[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint fingerprint && Arrays.equals(frames, fingerprint.frames);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(frames);
  }

  @Override
  public String toString() {
    return "fingerprint of %d frames".formatted(frames.length);
  }
}
