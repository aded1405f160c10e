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

  /**
   * Begins to read what is heard of a clip of any length. A source that reads in blocks overrides
   * this too, and so does one that watches or changes what is read.
   *
   * @return to be closed; its samples together are those that {@link #read(ClipAudio)} gives
   * @throws org.emoglot.InvalidInputException as {@link #read(ClipAudio)}, at once or on the way
   */
  default SampleStream open(ClipAudio clip) {
    return SampleStream.of(read(clip));
  }
}
