package org.emoglot.audio;

import java.nio.file.Path;

/**
 * Where waveforms come from. Whoever needs audio takes a source, so that every access can be
 * audited.
 */
@FunctionalInterface
public interface AudioSource {

  /**
   * Reads one clip as mono audio at {@link Waveform#MODEL_SAMPLE_RATE}.
   *
   * @throws org.emoglot.InvalidInputException if the file is missing or cannot be decoded
   */
  Waveform read(Path file);
}
