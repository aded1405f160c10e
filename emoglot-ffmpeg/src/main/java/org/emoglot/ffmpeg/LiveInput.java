package org.emoglot.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.jspecify.annotations.Nullable;

/** A container that still arrives. */
final class LiveInput implements Input {

  private final InputStream in;
  private final String name;
  private long read;
  private @Nullable JavaInput java;

  /**
   * @param in not closed
   * @param name what messages call it
   */
  LiveInput(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long start() {
    return 0;
  }

  @Override
  public long size() {
    return read;
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public BytePointer open(AVFormatContext context, LongPointer deadline) throws IOException {
    JavaInput opened = new JavaInput(new Arriving(), deadline);
    java = opened;
    context.pb(opened.context());
    return new BytePointer("");
  }

  @Override
  public void close() throws IOException {
    if (java != null) {
      java.close();
    }
  }

  /** The bytes, from front to back. */
  private final class Arriving implements JavaInput.Bytes {

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
      byte[] bytes = new byte[into.remaining()];
      int count = in.read(bytes);
      if (count > 0) {
        into.put(bytes, 0, count);
        read += count;
      }
      return count;
    }

    @Override
    public long size() {
      return -1;
    }

    @Override
    public void close() {}
  }
}
