package org.emoglot.audio;

import java.nio.file.Path;

/**
 * Where waveforms come from. Code that needs audio takes a source, so every access can be audited.
 */
@FunctionalInterface
public interface AudioSource {

  /**
   * Reads one clip as mono audio at {@link Waveform#MODEL_SAMPLE_RATE}.
   *
   * @throws org.emoglot.InvalidInputException if the file is missing or cannot be decoded
   */
  Waveform read(Path file);

  /**
   * Reads the audio of a clip, which may be a part of its file. A source that watches or changes
   * what is read overrides this too.
   *
   * @throws org.emoglot.InvalidInputException also if the segment does not lie within the file
   */
  default Waveform read(ClipAudio clip) {
    return clip.of(read(clip.file()));
  }
}
