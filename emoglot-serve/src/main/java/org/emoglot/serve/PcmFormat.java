package org.emoglot.serve;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How the samples of a stream are written: one channel, little-endian. */
enum PcmFormat {
  /** 16-bit integers. */
  S16LE(Short.BYTES) {
    @Override
    float sample(ByteBuffer bytes) {
      return bytes.getShort() / 32768f; // as a decoder of 16-bit files has it
    }
  },
  /** 32-bit floats, full scale at 1. */
  F32LE(Float.BYTES) {
    @Override
    float sample(ByteBuffer bytes) {
      return bytes.getFloat();
    }
  };

  private final int bytes;

  PcmFormat(int bytes) {
    this.bytes = bytes;
  }

  /** Takes the next sample. */
  abstract float sample(ByteBuffer bytes);

  /** As the parameter has it. */
  String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Makes samples of bytes, wherever these were cut. For one thread. */
  static final class Reader {

    private final PcmFormat format;
    private byte[] rest = new byte[0];

    Reader(PcmFormat format) {
      this.format = format;
    }

    /** The samples that are whole by now. */
    float[] next(ByteBuffer chunk) {
      ByteBuffer all =
          ByteBuffer.allocate(rest.length + chunk.remaining()).order(ByteOrder.LITTLE_ENDIAN);
      all.put(rest).put(chunk).flip();
      float[] samples = new float[all.remaining() / format.bytes];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = format.sample(all);
      }
      rest = new byte[all.remaining()];
      all.get(rest);
      return samples;
    }
  }
}
