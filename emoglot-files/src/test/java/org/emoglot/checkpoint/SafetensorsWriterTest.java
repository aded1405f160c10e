package org.emoglot.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.checkpoint.Safetensors.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {

  private static final TensorData ONE = TensorData.floats(new float[] {1});

  @TempDir private Path folder;

  @Test
  void write_smallFile_isThisText() throws IOException {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    tensors.put("b", TensorData.floats(new float[] {8}));
    tensors.put("a", TensorData.bytes(new Entry(DType.U8, List.of(1L)), UTF_8.encode("@")));
    tensors.put("a/ü", TensorData.longs(new long[] {0x4142434445464748L}, 1, 1));
    byte[] written = write(tensors, Map.of("z", "\"", "y", ""));
    String header =
        "{\"__metadata__\":{\"y\":\"\",\"z\":\"\\\"\"},"
            + "\"a/ü\":{\"dtype\":\"I64\",\"shape\":[1,1],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]},"
            + "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[12,13]}}";
    String padded = header + " ".repeat((8 - header.getBytes(UTF_8).length % 8) % 8);
    assertThat(padded.getBytes(UTF_8).length % 8).isZero();
    assertThat(new String(written, 8, written.length - 8, UTF_8))
        .isEqualTo(padded + "HGFEDCBA" + "\0\0\0A" + "@");
    assertThat(ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN).getLong())
        .isEqualTo(padded.getBytes(UTF_8).length);
  }

  @Test
  void write_otherInsertionOrder_sameBytes() throws IOException {
    Map<String, TensorData> forwards = new LinkedHashMap<>();
    Map<String, TensorData> backwards = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, String> metadataBackwards = new LinkedHashMap<>();
    for (int i = 0; i < 50; i++) {
      forwards.put("w" + i, i % 2 == 0 ? ONE : TensorData.doubles(new double[] {i}));
      metadata.put("k" + i, "v");
      int j = 49 - i;
      backwards.put("w" + j, j % 2 == 0 ? ONE : TensorData.doubles(new double[] {j}));
      metadataBackwards.put("k" + j, "v");
    }
    assertThat(write(forwards, metadata)).isEqualTo(write(backwards, metadataBackwards));
  }

  @Test
  void write_noTensors_readsBackEmpty() throws IOException {
    Path path = folder.resolve("empty.safetensors");
    SafetensorsWriter.write(path, Map.of(), Map.of());
    assertThat(path)
        .hasBinaryContent(new byte[] {8, 0, 0, 0, 0, 0, 0, 0, '{', '}', 32, 32, 32, 32, 32, 32});
    try (Safetensors file = Safetensors.open(path)) {
      assertThat(file.names()).isEmpty();
    }
  }

  @Test
  void write_refusedTensor_leavesTheOldFile() throws IOException {
    Path path = folder.resolve("old.safetensors");
    SafetensorsWriter.write(path, Map.of("w", ONE), Map.of());
    byte[] before = Files.readAllBytes(path);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SafetensorsWriter.write(path, Map.of("__metadata__", ONE), Map.of()))
        .withMessage("Not a name for a tensor: __metadata__");
    assertThat(path).hasBinaryContent(before);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void write_halfASurrogatePair_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> write(Map.of("w\ud800", ONE), Map.of()))
        .withMessage("Half a surrogate pair in \"w?\"");
  }

  @Test
  void write_headerBeyondTheLimit_refused() {
    String text = "x".repeat(50_000_000);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SafetensorsWriter.write(
                    OutputStream.nullOutputStream(), Map.of(), Map.of("a", text, "b", text)))
        .withMessageStartingWith("Expected a header of at most 99999992 bytes, found 1000000");
  }

  @Test
  void floats_shapeOfOtherSize_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TensorData.floats(new float[5], 2, 3))
        .withMessage("Expected 6 elements for F32 of shape [2, 3], found 5");
  }

  @Test
  void bytes_shapeOfOtherSize_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TensorData.bytes(new Entry(DType.BF16, List.of(2L)), ByteBuffer.allocate(5)))
        .withMessage("Expected 4 bytes for BF16 of shape [2], found 5");
  }

  @Test
  void entry_negativeOrOverflowingShape_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Entry(DType.U8, List.of(2L, -1L)))
        .withMessage("the shape [2, -1] with a negative length");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Entry(DType.F64, List.of(1L << 60)))
        .withMessage("the shape [1152921504606846976] of more than 2^63 bytes");
  }

  private static byte[] write(Map<String, TensorData> tensors, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafetensorsWriter.write(out, tensors, metadata);
    return out.toByteArray();
  }
}
