package org.emoglot.audio;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;

/** Collects the blocks of a stream into one clip. */
final class WholeClip {

  private WholeClip() {}

  /**
   * Reads a stream to its end.
   *
   * @throws InvalidInputException if it gives more than {@link AudioClip#MAX_SAMPLES}, or cannot be
   *     decoded
   */
  static AudioClip of(AudioStream stream, Path file) {
    List<float[][]> blocks = new ArrayList<>();
    long frames = 0;
    for (float[][] block = stream.next(); block[0].length > 0; block = stream.next()) {
      blocks.add(block);
      frames += block[0].length;
      if (frames * stream.channels() > AudioClip.MAX_SAMPLES) {
        throw new InvalidInputException(
            "Expected at most %d samples in %s, found more; cut the recording."
                .formatted(AudioClip.MAX_SAMPLES, file));
      }
    }
    float[][] channels = new float[stream.channels()][(int) frames];
    for (int c = 0; c < channels.length; c++) {
      int at = 0;
      for (float[][] block : blocks) {
        System.arraycopy(block[c], 0, channels[c], at, block[c].length);
        at += block[c].length;
      }
    }
    return new AudioClip(channels, stream.sampleRate(), stream.warnings());
  }
}
