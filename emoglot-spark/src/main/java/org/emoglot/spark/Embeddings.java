package org.emoglot.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The embeddings of one clip, first in, first out. A call of hours has more of them than a heap has
 * room for: what is beyond some megabytes waits in a temporary file, which is gone after the last.
 */
final class Embeddings implements Iterator<float[]>, AutoCloseable {

  private static final int USUAL_VALUES = 4 << 20;

  private final int width;
  private final int mostValues;
  private final Deque<float[]> blocks = new ArrayDeque<>();
  private int held;
  private int offset; // in the first block
  private @Nullable FileChannel file;
  private long written;
  private long read;

  /**
   * None so far.
   *
   * @param width values of one embedding
   */
  Embeddings(int width) {
    this(width, USUAL_VALUES);
  }

  /**
   * None so far.
   *
   * @param mostValues in memory
   */
  Embeddings(int width, int mostValues) {
    this.width = width;
    this.mostValues = mostValues;
  }

  /**
   * Takes some more.
   *
   * @param block their values, one behind the other
   */
  void add(float[] block) {
    if (file == null && held + block.length <= mostValues) {
      blocks.add(block);
      held += block.length;
      return;
    }
    ByteBuffer bytes = ByteBuffer.allocate(block.length * Float.BYTES);
    bytes.asFloatBuffer().put(block);
    try {
      FileChannel to = file == null ? temporary() : file;
      file = to;
      while (bytes.hasRemaining()) {
        written += to.write(bytes, written);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep embeddings: " + e.getMessage(), e);
    }
  }

  private static FileChannel temporary() throws IOException {
    Path name = Files.createTempFile("emoglot-embeddings-", "");
    return FileChannel.open(
        name,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  @Override
  public boolean hasNext() {
    return !blocks.isEmpty() || read < written;
  }

  @Override
  public float[] next() {
    float[] block = blocks.peek();
    if (block == null) {
      return nextOfFile();
    }
    float[] values = new float[width];
    System.arraycopy(block, offset, values, 0, width);
    offset += width;
    if (offset == block.length) {
      blocks.remove();
      offset = 0;
    }
    return values;
  }

  private float[] nextOfFile() {
    if (file == null || read >= written) {
      throw new NoSuchElementException();
    }
    ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES);
    try {
      while (bytes.hasRemaining()) {
        read += file.read(bytes, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read embeddings again: " + e.getMessage(), e);
    }
    float[] values = new float[width];
    bytes.flip().asFloatBuffer().get(values);
    if (read == written) {
      close(); // a task has many clips, and the file of each would stay until its end
    }
    return values;
  }

  /** Forgets what is left. */
  @Override
  public void close() {
    blocks.clear();
    read = written;
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove embeddings: " + e.getMessage(), e);
    }
  }
}
