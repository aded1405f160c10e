package org.emoglot.audio;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;

/**
 * Collects a stream into one waveform, as far as memory allows: training, and whatever else works
 * on whole clips, holds several copies of one.
 */
final class WholeAudio {

  /** A clip may take this part of the heap. */
  private static final int PART_OF_HEAP = 8;

  private WholeAudio() {}

  /** The most samples that a waveform may hold in this process. */
  static long limit() {
    return Math.min(
        AudioClip.MAX_SAMPLES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP / Float.BYTES);
  }

  /**
   * Reads a stream to its end.
   *
   * @param limit the most samples that it may give
   * @throws InvalidInputException if it gives more, or cannot be decoded
   */
  static Waveform of(SampleStream stream, Path file, long limit) {
    List<float[]> blocks = new ArrayList<>();
    long length = 0;
    for (float[] block = stream.next(); block.length > 0; block = stream.next()) {
      blocks.add(block);
      length += block.length;
      if (length > limit) {
        throw new InvalidInputException(
            "Expected a clip of at most %s in %s, since the command needs it as a whole and the JVM has %d MiB, found a longer one; cut it, leave it out, or allow more memory (EMOGLOT_JAVA_OPTS=-Xmx8g)."
                .formatted(minutes(limit), file, Runtime.getRuntime().maxMemory() / (1 << 20)));
      }
    }
    if (blocks.size() == 1) {
      return new Waveform(blocks.get(0), Waveform.MODEL_SAMPLE_RATE);
    }
    float[] samples = new float[(int) length];
    int at = 0;
    for (float[] block : blocks) {
      System.arraycopy(block, 0, samples, at, block.length);
      at += block.length;
    }
    return new Waveform(samples, Waveform.MODEL_SAMPLE_RATE);
  }

  private static String minutes(long samples) {
    long seconds = samples / Waveform.MODEL_SAMPLE_RATE;
    return seconds < 120 ? seconds + " seconds" : seconds / 60 + " minutes";
  }
}
