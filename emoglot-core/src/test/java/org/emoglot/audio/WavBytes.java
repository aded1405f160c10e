package org.emoglot.audio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes WAV files piece by piece, correct or not. */
final class WavBytes {

  static final int PCM = 1;
  static final int FLOAT = 3;
  static final int EXTENSIBLE = 0xFFFE;

  private final ByteBuffer bytes;

  private WavBytes(String riff, ByteOrder order) {
    bytes = ByteBuffer.allocate(1 << 20).order(order);
    bytes.put(ascii(riff)).putInt(0).put(ascii("WAVE"));
  }

  static WavBytes riff() {
    return new WavBytes("RIFF", ByteOrder.LITTLE_ENDIAN);
  }

  static WavBytes rifx() {
    return new WavBytes("RIFX", ByteOrder.BIG_ENDIAN);
  }

  static WavBytes rf64() {
    return new WavBytes("RF64", ByteOrder.LITTLE_ENDIAN);
  }

  WavBytes fmt(int tag, int channels, int rate, int bits) {
    int frame = channels * ((bits + 7) / 8);
    return fmt(tag, channels, rate, frame, bits);
  }

  WavBytes fmt(int tag, int channels, int rate, int frameBytes, int bits) {
    header("fmt ", 16);
    plain(tag, channels, rate, frameBytes, bits);
    return this;
  }

  WavBytes extensible(int codec, int channels, int rate, int bits, int validBits) {
    header("fmt ", 40);
    plain(EXTENSIBLE, channels, rate, channels * ((bits + 7) / 8), bits);
    bytes.putShort((short) 22).putShort((short) validBits).putInt(0);
    bytes.putShort((short) codec).putShort((short) 0).putShort((short) 0).putShort((short) 0x10);
    bytes.order(ByteOrder.BIG_ENDIAN).putLong(0x800000AA00389B71L).order(order());
    return this;
  }

  private ByteOrder order() {
    return bytes.get(3) == 'X' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private void plain(int tag, int channels, int rate, int frameBytes, int bits) {
    bytes.putShort((short) tag).putShort((short) channels).putInt(rate);
    bytes.putInt(rate * frameBytes).putShort((short) frameBytes).putShort((short) bits);
  }

  /** A chunk with its pad byte. */
  WavBytes chunk(String id, byte... content) {
    unpadded(id, content.length, content);
    if (content.length % 2 == 1) {
      bytes.put((byte) 0);
    }
    return this;
  }

  /** A chunk that announces what it likes. */
  WavBytes unpadded(String id, int announced, byte... content) {
    header(id, announced);
    bytes.put(content);
    return this;
  }

  private void header(String id, int size) {
    bytes.put(ascii(id)).putInt(size);
  }

  byte[] toBytes() {
    byte[] written = new byte[bytes.position()];
    bytes.get(0, written);
    return written;
  }

  Path write(Path folder) {
    try {
      return Files.write(Files.createTempFile(folder, "clip", ".bin"), toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Samples of two channels, interleaved, as a codec stores them. */
  static byte[] encode(float[][] channels, int codec, int bits, ByteOrder order) {
    int width = (bits + 7) / 8;
    ByteBuffer out = ByteBuffer.allocate(channels.length * channels[0].length * width).order(order);
    for (int i = 0; i < channels[0].length; i++) {
      for (float[] channel : channels) {
        if (codec == FLOAT && bits == 32) {
          out.putFloat(channel[i]);
        } else if (codec == FLOAT) {
          out.putDouble(channel[i]);
        } else if (width == 1) {
          out.put((byte) (Math.round(channel[i] * 128) + 128));
        } else {
          long value = Math.round(channel[i] * (double) (1L << (width * 8 - 1)));
          for (int b = 0; b < width; b++) {
            int shift = order == ByteOrder.LITTLE_ENDIAN ? b : width - 1 - b;
            out.put((byte) (value >> (8 * shift)));
          }
        }
      }
    }
    return out.array();
  }
}
