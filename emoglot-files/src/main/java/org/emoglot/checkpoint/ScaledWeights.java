package org.emoglot.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.emoglot.checkpoint.Safetensors.Entry;

/**
 * Weights of which some are stored as {@link Storage#INT8}, shown as the float32 tensors that they
 * stand for; their scales are not shown.
 */
final class ScaledWeights extends ForwardingWeights {

  private final Weights file;
  private final Set<String> scaled;
  private final Set<String> names;

  private ScaledWeights(Weights file, Set<String> scaled) {
    super(file);
    this.file = file;
    this.scaled = scaled;
    this.names = new LinkedHashSet<>(file.names());
    scaled.forEach(name -> names.remove(name + Storage.SCALE));
  }

  /**
   * The weights with values in place of integers, where they have any.
   *
   * @throws org.emoglot.InvalidInputException if the scales of a tensor do not fit it
   */
  static Weights of(Weights file) {
    Set<String> scaled = new LinkedHashSet<>();
    for (String name : file.names()) {
      if (file.entry(name).dtype() == DType.I8 && file.names().contains(name + Storage.SCALE)) {
        requireFit(file, name);
        scaled.add(name);
      }
    }
    return scaled.isEmpty() ? file : new ScaledWeights(file, scaled);
  }

  private static void requireFit(Weights file, String name) {
    List<Long> shape = file.entry(name).shape();
    Entry scales = file.entry(name + Storage.SCALE);
    if (shape.size() < 2
        || scales.dtype() != DType.F32
        || !scales.shape().equals(shape.subList(0, 1))) {
      throw Refusal.of(
          file.file(),
          "an F32 scale for each row of the tensor %s of shape %s"
              .formatted(Refusal.quote(name), shape),
          "%s of shape %s".formatted(scales.dtype(), scales.shape()),
          "pack the model again");
    }
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(names);
  }

  @Override
  public Entry entry(String name) {
    Entry entry = file.entry(name);
    return scaled.contains(name) ? new Entry(DType.F32, entry.shape()) : entry;
  }

  @Override
  public ByteBuffer bytes(String name) {
    if (!scaled.contains(name)) {
      return file.bytes(name);
    }
    ByteBuffer values =
        ByteBuffer.allocate(Math.toIntExact(entry(name).bytes())).order(ByteOrder.LITTLE_ENDIAN);
    multiply(name, values.asFloatBuffer());
    return values.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void read(String name, ByteBuffer into) {
    if (scaled.contains(name)) {
      multiply(name, into.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
    } else {
      file.read(name, into);
    }
  }

  /** Row by row, in arrays: this is where the time of opening a model goes. */
  private void multiply(String name, FloatBuffer into) {
    float[] scales = file.floats(name + Storage.SCALE);
    ByteBuffer integers = file.bytes(name);
    int width = scales.length == 0 ? 0 : integers.remaining() / scales.length;
    byte[] row = new byte[width];
    float[] values = new float[width];
    for (float scale : scales) {
      integers.get(row);
      for (int i = 0; i < width; i++) {
        values[i] = row[i] * scale;
      }
      into.put(values);
    }
  }
}
