package org.emoglot.export;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.emoglot.checkpoint.DType;

/** The constant tensors of a graph: each once, however many ask for it. */
final class Constants {

  private final Map<Content, String> names = new LinkedHashMap<>();
  private final AtomicInteger count;

  /**
   * @param count of all graphs of a file, so that no two have the same name
   */
  Constants(AtomicInteger count) {
    this.count = count;
  }

  private record Content(DataType type, List<Long> shape, ByteString bytes) {}

  Value floats(float[] values, long... shape) {
    ByteBuffer bytes = buffer(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return take(DataType.FLOAT, bytes, shape);
  }

  Value doubles(double[] values, long... shape) {
    ByteBuffer bytes = buffer(values.length * Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    return take(DataType.DOUBLE, bytes, shape);
  }

  Value integers(long[] values, long... shape) {
    ByteBuffer bytes = buffer(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return take(DataType.INT64, bytes, shape);
  }

  /** Values rounded to float16. */
  Value halves(float[] values, long... shape) {
    ByteBuffer bytes = buffer(values.length * Short.BYTES);
    for (float value : values) {
      bytes.putShort(DType.floatToFloat16(value));
    }
    return take(DataType.FLOAT16, bytes.rewind(), shape);
  }

  Value bytes(byte[] values, long... shape) {
    return take(DataType.INT8, ByteBuffer.wrap(values), shape);
  }

  /** A scalar without a sign. */
  Value unsigned(byte value) {
    return take(DataType.UINT8, ByteBuffer.wrap(new byte[] {value}));
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Value take(DataType type, ByteBuffer bytes, long... shape) {
    Content content =
        new Content(type, Arrays.stream(shape).boxed().toList(), ByteString.copyFrom(bytes));
    return new Value(
        names.computeIfAbsent(content, unused -> "constant." + count.getAndIncrement()));
  }

  /** All of them. */
  List<TensorProto> all() {
    return names.entrySet().stream()
        .map(
            entry ->
                TensorProto.newBuilder()
                    .setName(entry.getValue())
                    .setDataType(entry.getKey().type().getNumber())
                    .addAllDims(entry.getKey().shape())
                    .setRawData(entry.getKey().bytes())
                    .build())
        .toList();
  }
}
