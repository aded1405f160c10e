package org.emoglot.protocol;

import java.util.function.Consumer;
import org.emoglot.audio.SampleStream;

/** A stream that somebody listens to. To be used by one thread. */
final class WatchedStream implements SampleStream {

  private final SampleStream stream;
  private final Consumer<float[]> samples;
  private final Runnable end;
  private boolean ended;

  /**
   * @param stream closed with this one
   * @param samples hears each block
   * @param end told once, if the stream is read to its end
   */
  WatchedStream(SampleStream stream, Consumer<float[]> samples, Runnable end) {
    this.stream = stream;
    this.samples = samples;
    this.end = end;
  }

  @Override
  public float[] next() {
    float[] block = stream.next();
    if (block.length > 0) {
      samples.accept(block);
    } else if (!ended) {
      ended = true;
      end.run();
    }
    return block;
  }

  @Override
  public void close() {
    stream.close();
  }
}
