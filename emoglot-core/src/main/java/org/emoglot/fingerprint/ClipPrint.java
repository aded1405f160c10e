package org.emoglot.fingerprint;

import org.emoglot.audio.Waveform;
import org.emoglot.io.Sha256;

/**
 * What identifies a clip later; its audio cannot be restored from it.
 *
 * @param id of the utterance
 * @param sha256 of its samples; empty where it is not known
 * @param fingerprint {@link Fingerprint#NONE} where it is not known
 */
public record ClipPrint(String id, String sha256, Fingerprint fingerprint) {

  /** Of a clip that was opened. */
  public static ClipPrint of(String id, Waveform clip) {
    return new ClipPrint(id, Sha256.of(clip.samples()), Fingerprint.of(clip));
  }

  /** Whether anything is known of the clip's content. */
  public boolean isKnown() {
    return !sha256.isEmpty() || !fingerprint.isNone();
  }
}
