package org.emoglot.serve;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Samples that are written as they are, little-endian. */
final class PcmDecoder implements StreamDecoder {

  private final int rate;
  private final int width;
  private final ToDoubleFunction<ByteBuffer> sample;
  private byte[] rest = new byte[0];

  /**
   * @param width bytes of a sample
   * @param sample takes the next one
   */
  PcmDecoder(int rate, int width, ToDoubleFunction<ByteBuffer> sample) {
    this.rate = rate;
    this.width = width;
    this.sample = sample;
  }

  @Override
  public int rate() {
    return rate;
  }

  @Override
  public void next(ByteBuffer chunk, Consumer<float[]> ear) {
    ByteBuffer all =
        ByteBuffer.allocate(rest.length + chunk.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    all.put(rest).put(chunk).flip();
    float[] samples = new float[all.remaining() / width];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) sample.applyAsDouble(all);
    }
    ear.accept(samples);
    rest = new byte[all.remaining()];
    all.get(rest);
  }

  /** A sample that is not whole is none. */
  @Override
  public void end(Consumer<float[]> ear) {}

  @Override
  public void close() {}
}
