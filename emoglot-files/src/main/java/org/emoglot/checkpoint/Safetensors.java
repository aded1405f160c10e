package org.emoglot.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Pointers;

/**
 * A safetensors file, open for reading.
 *
 * <p>The header is checked whole when the file is opened; tensors are mapped into memory one by one
 * when asked for, so that a file may be of any size and a tensor of up to 2 GiB. Nothing is
 * allocated because the file announces it: what is allocated is bounded by what the file holds.
 *
 * <p>The file must not change while it is open or while one of its buffers is in use. May be used
 * by several threads.
 */
public final class Safetensors implements Weights {

  /** Bytes before the header: its length. */
  static final int LENGTH_BYTES = Long.BYTES;

  /** The longest header, in bytes: the limit of the reference implementation. */
  static final int MAX_HEADER_BYTES = 100_000_000;

  private final Path file;
  private final FileChannel channel;
  private final SafetensorsHeader header;

  private Safetensors(Path file, FileChannel channel, SafetensorsHeader header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
  }

  /**
   * The type and the shape of a tensor.
   *
   * @param dtype type of the elements
   * @param shape length of every axis, none negative; empty for a scalar; not to be modified later
   */
  public record Entry(DType dtype, List<Long> shape) {

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if a length is negative or the size in bytes exceeds a long
     */
    public Entry {
      shape = List.copyOf(shape);
      try {
        long elements = 1;
        for (long length : shape) {
          if (length < 0) {
            throw new IllegalArgumentException("the shape " + shape + " with a negative length");
          }
          elements = Math.multiplyExact(elements, length);
        }
        Math.multiplyExact(elements, dtype.bytes());
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException("the shape " + shape + " of more than 2^63 bytes", e);
      }
    }

    /** Number of elements. */
    public long elements() {
      return shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    }

    /** Size in bytes. */
    public long bytes() {
      return elements() * dtype.bytes();
    }
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws InvalidInputException if there is no such file, or it is not a whole and well-formed
   *     safetensors file: wrong header length, JSON that is not strict UTF-8, keys that are double,
   *     missing or unknown, unknown types, sizes that do not fit the shape, tensors that overlap,
   *     leave bytes unused or reach beyond the file
   * @throws UncheckedIOException if it cannot be read
   */
  @SuppressWarnings("resource") // handed to the result, or closed here where there is none
  public static Safetensors open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Refusal.of(
          file,
          "a safetensors file",
          Files.exists(file) ? "a folder or device" : "nothing there",
          "check the path");
    }
    Pointers.refuse(file, "weights");
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return new Safetensors(file, channel, readHeader(file, channel));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  @SuppressWarnings("resource") // the stream is a view of the channel
  private static SafetensorsHeader readHeader(Path file, FileChannel channel) throws IOException {
    long fileBytes = channel.size();
    if (fileBytes < LENGTH_BYTES) {
      throw Refusal.of(
          file,
          "the header length in the bytes 0 to 7",
          "a file of %d bytes".formatted(fileBytes),
          Refusal.TRUNCATED);
    }
    InputStream in = Channels.newInputStream(channel);
    long headerBytes =
        ByteBuffer.wrap(in.readNBytes(LENGTH_BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (Long.compareUnsigned(headerBytes, MAX_HEADER_BYTES) > 0) {
      throw Refusal.of(
          file,
          "a header length of at most %d in the bytes 0 to 7".formatted(MAX_HEADER_BYTES),
          Long.toUnsignedString(headerBytes),
          "this is not a safetensors file (perhaps a Git LFS pointer, a web page or a pickle),"
              + " download or convert it again");
    }
    long dataBytes = fileBytes - LENGTH_BYTES - headerBytes;
    if (dataBytes < 0) {
      throw Refusal.of(
          file,
          "a header of %d bytes from byte 8, as the bytes 0 to 7 say".formatted(headerBytes),
          "a file of %d bytes".formatted(fileBytes),
          Refusal.TRUNCATED);
    }
    return SafetensorsHeader.parse(file, in.readNBytes((int) headerBytes), dataBytes);
  }

  /** The file's path, as given. */
  @Override
  public Path file() {
    return file;
  }

  /** The tensors' names, in the order of the header. */
  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(header.tensors().keySet());
  }

  /** The header's {@code __metadata__}, in its order; empty if it has none. */
  @Override
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  @Override
  public Entry entry(String name) {
    return placed(name).entry();
  }

  /** The bytes of a tensor, as in {@link Weights#bytes}, always mapped from the file. */
  @Override
  public void read(String name, ByteBuffer into) {
    if (entry(name).dtype() != DType.F32) {
      Weights.super.read(name, into);
      return;
    }
    long position = header.dataStart() + placed(name).begin();
    try {
      while (into.hasRemaining()) {
        int read = channel.read(into, position);
        if (read < 0) {
          throw new EOFException("The file ends within the tensor " + name + ".");
        }
        position += read;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  @Override
  public ByteBuffer bytes(String name) {
    SafetensorsHeader.Placed placed = placed(name);
    long size = placed.end() - placed.begin();
    if (size > Integer.MAX_VALUE) {
      throw Refusal.tooLarge(file, name, size);
    }
    if (!channel.isOpen()) {
      throw new IllegalStateException("Closed: " + file);
    }
    try {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, header.dataStart() + placed.begin(), size)
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private SafetensorsHeader.Placed placed(String name) {
    SafetensorsHeader.Placed placed = header.tensors().get(name);
    if (placed == null) {
      throw Refusal.noTensor(file, name, header.tensors().size());
    }
    return placed;
  }

  private static UncheckedIOException unreadable(Path file, IOException cause) {
    return new UncheckedIOException("Cannot read " + file + ": " + cause.getMessage(), cause);
  }
}
