package org.emoglot.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.emoglot.checkpoint.Safetensors.Entry;
import org.emoglot.io.Sha256;

/**
 * A tensor to be written: type, shape and elements in row-major order. The elements are not copied;
 * they must not change before they are written.
 */
public final class TensorData {

  private static final int CHUNK_BYTES = 1 << 16;

  private final Entry entry;
  private final Source source;

  private TensorData(Entry entry, long elements, Source source) {
    if (elements != entry.elements()) {
      throw new IllegalArgumentException(
          "Expected %d elements for %s of shape %s, found %d"
              .formatted(entry.elements(), entry.dtype(), entry.shape(), elements));
    }
    this.entry = entry;
    this.source = source;
  }

  /** Puts the elements {@code from} to {@code from + count} at the beginning of a chunk. */
  @FunctionalInterface
  private interface Source {
    void copy(ByteBuffer chunk, int from, int count);
  }

  /**
   * An F32 tensor.
   *
   * @throws IllegalArgumentException if the shape does not have as many elements; so do the others
   */
  public static TensorData floats(float[] data, long... shape) {
    return new TensorData(
        entry(DType.F32, shape),
        data.length,
        (chunk, from, count) -> chunk.asFloatBuffer().put(data, from, count));
  }

  /** An F16 tensor of values that are rounded to the nearest. */
  static TensorData float16(float[] data, long... shape) {
    return new TensorData(
        entry(DType.F16, shape),
        data.length,
        (chunk, from, count) -> {
          for (int i = 0; i < count; i++) {
            chunk.putShort(i * Short.BYTES, DType.floatToFloat16(data[from + i]));
          }
        });
  }

  /** An I8 tensor. */
  static TensorData int8(byte[] data, long... shape) {
    return new TensorData(
        entry(DType.I8, shape),
        data.length,
        (chunk, from, count) -> chunk.put(0, data, from, count));
  }

  /** An F64 tensor. */
  public static TensorData doubles(double[] data, long... shape) {
    return new TensorData(
        entry(DType.F64, shape),
        data.length,
        (chunk, from, count) -> chunk.asDoubleBuffer().put(data, from, count));
  }

  /** An I64 tensor. */
  public static TensorData longs(long[] data, long... shape) {
    return new TensorData(
        entry(DType.I64, shape),
        data.length,
        (chunk, from, count) -> chunk.asLongBuffer().put(data, from, count));
  }

  /**
   * A tensor of any type.
   *
   * @param data its remaining bytes are the elements, little-endian
   * @throws IllegalArgumentException if the shape does not have as many bytes
   */
  public static TensorData bytes(Entry entry, ByteBuffer data) {
    ByteBuffer view = data.slice();
    int width = entry.dtype().bytes();
    if (view.remaining() != entry.bytes()) {
      throw new IllegalArgumentException(
          "Expected %d bytes for %s of shape %s, found %d"
              .formatted(entry.bytes(), entry.dtype(), entry.shape(), view.remaining()));
    }
    return new TensorData(
        entry,
        entry.elements(),
        (chunk, from, count) -> chunk.put(0, view, from * width, count * width));
  }

  /** Type and shape. */
  public Entry entry() {
    return entry;
  }

  /** The digest of the elements as they are written. */
  public String sha256() {
    return Sha256.of(this::writeTo);
  }

  /** Writes the elements, little-endian, through a small buffer. */
  void writeTo(OutputStream out) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int width = entry.dtype().bytes();
    int elements = Math.toIntExact(entry.elements());
    int step = CHUNK_BYTES / width;
    int count;
    for (int from = 0; from < elements; from += count) {
      count = Math.min(step, elements - from);
      source.copy(chunk, from, count);
      out.write(chunk.array(), 0, count * width);
    }
  }

  private static Entry entry(DType dtype, long... shape) {
    return new Entry(dtype, Arrays.stream(shape).boxed().toList());
  }
}
