package org.emoglot.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of a Hadoop file system. Decoders open a file several times and look back a little, which
 * costs a request each on a store such as S3: so the file is opened once, and a window of it is
 * kept. A recording of hours is never held as a whole.
 */
final class HadoopSource implements ByteSource {

  private static final int WINDOW_BYTES = 1 << 18;

  private final FileSystem files;
  private final Path path;
  private final long size;
  private final byte[] window;
  private long windowStart;
  private int windowLength;
  private @Nullable FSDataInputStream stream;

  HadoopSource(FileSystem files, Path path, long size) {
    this.files = files;
    this.path = path;
    this.size = size;
    this.window = new byte[(int) Math.min(WINDOW_BYTES, size)];
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    if (position >= size) {
      return -1;
    }
    if (position < windowStart || position >= windowStart + windowLength) {
      fill(position);
    }
    int from = (int) (position - windowStart);
    int length = Math.min(into.remaining(), windowLength - from);
    into.put(window, from, length);
    return length;
  }

  private void fill(long position) throws IOException {
    FSDataInputStream in = stream == null ? files.open(path) : stream;
    stream = in;
    if (in.getPos() != position) {
      in.seek(position);
    }
    int wanted = (int) Math.min(window.length, size - position);
    int read = in.readNBytes(window, 0, wanted);
    windowStart = position;
    windowLength = read;
    if (read < wanted) {
      throw new IOException("it ends at byte %d instead of %d".formatted(position + read, size));
    }
  }

  @Override
  public void close() throws IOException {
    if (stream != null) {
      stream.close();
    }
  }
}
