package org.emoglot.audio;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/** The samples of a WAV file, block by block. */
final class WavStream implements AudioStream {

  private static final int BLOCK_BYTES = 1 << 16;

  private final FileChannel channel;
  private final Path file;
  private final WavFormat format;
  private final List<String> warnings;
  private final int frameBytes;
  private final ByteBuffer buffer;
  private long position;
  private long framesLeft;

  /**
   * @param channel closed with the stream
   */
  WavStream(FileChannel channel, Path file, WavLayout layout) {
    this.channel = channel;
    this.file = file;
    this.format = layout.format();
    this.warnings = layout.warnings();
    this.frameBytes = format.bytesPerFrame();
    this.position = layout.start();
    this.framesLeft = layout.length() / frameBytes;
    this.buffer =
        ByteBuffer.allocate(Math.max(1, BLOCK_BYTES / frameBytes) * frameBytes)
            .order(format.order());
  }

  @Override
  public int sampleRate() {
    return format.sampleRate();
  }

  @Override
  public int channels() {
    return format.channels();
  }

  @Override
  public float[][] next() {
    int frames = (int) Math.min(buffer.capacity() / frameBytes, framesLeft);
    read(frames * frameBytes);
    float[][] block = new float[format.channels()][frames];
    int sample = 0;
    for (int i = 0; i < frames; i++) {
      for (float[] out : block) {
        out[i] = format.sample(buffer, sample);
        sample += format.bytesPerSample();
      }
    }
    framesLeft -= frames;
    return block;
  }

  private void read(int bytes) {
    buffer.clear().limit(bytes);
    try {
      while (buffer.hasRemaining()) {
        int read = channel.read(buffer, position);
        if (read < 0) {
          throw new EOFException("it ends at byte " + position);
        }
        position += read;
      }
    } catch (IOException e) {
      throw WavDecoder.unreadable(file, e);
    }
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw WavDecoder.unreadable(file, e);
    }
  }
}
