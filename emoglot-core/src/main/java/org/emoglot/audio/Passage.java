package org.emoglot.audio;

import java.util.Arrays;

/** A passage of a file, of which nothing else is kept, and nothing behind it read. */
final class Passage implements SampleStream {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  private final SampleStream stream;
  private final ClipAudio clip;
  private final long from;
  private final long to;

  /** Samples of the file so far. */
  private long passed;

  private boolean ended;

  /**
   * @param stream all of the file; closed with this one
   */
  Passage(SampleStream stream, ClipAudio clip) {
    this.stream = stream;
    this.clip = clip;
    this.from = clip.firstSample(RATE);
    this.to = clip.endSample(RATE);
  }

  @Override
  public float[] next() {
    while (!ended && (passed < to || from >= to)) {
      float[] block = stream.next();
      if (block.length == 0) {
        ended = true;
        clip.requireWithin(passed, RATE);
        break;
      }
      int first = (int) Math.min(block.length, Math.max(0, from - passed));
      int last = (int) Math.min(block.length, Math.max(0, to - passed));
      passed += block.length;
      if (first < last) {
        return first == 0 && last == block.length ? block : Arrays.copyOfRange(block, first, last);
      }
    }
    return new float[0];
  }

  @Override
  public void close() {
    stream.close();
  }
}
