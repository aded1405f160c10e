package org.emoglot.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.checkpoint.Safetensors.Entry;
import org.junit.jupiter.api.Test;

/** A file of the reference implementation, safetensors 0.8.0 in Python. */
class SafetensorsGoldenTest {

  static final Path REFERENCE = resource("/checkpoint/reference.safetensors");

  @Test
  void open_referenceFile_readsEveryType() {
    try (Safetensors file = Safetensors.open(REFERENCE)) {
      assertThat(file.names())
          .containsExactly(
              "i64",
              "f64",
              "Größe \"ψ\"\n",
              "empty",
              "f32",
              "scalar",
              "i32",
              "bf16",
              "f16",
              "i16",
              "i8",
              "u8",
              "bool");
      assertThat(file.metadata()).containsExactly(Map.entry("format", "np"));
      assertThat(file.file()).isEqualTo(REFERENCE);
      assertThat(file.entry("f32")).isEqualTo(new Entry(DType.F32, List.of(2L, 3L)));
      assertThat(file.entry("empty")).isEqualTo(new Entry(DType.F32, List.of(3L, 0L, 2L)));
      assertThat(file.entry("scalar")).isEqualTo(new Entry(DType.F32, List.of()));

      assertThat(file.floats("f32"))
          .containsExactly(0.1f, -2.5f, 3e38f, Float.MIN_VALUE, Float.POSITIVE_INFINITY, -0f);
      assertThat(file.floats("scalar")).containsExactly(42);
      assertThat(file.floats("empty")).isEmpty();
      assertThat(file.floats("Größe \"ψ\"\n")).containsExactly(1);
      assertThat(file.floats("f64")).containsExactly(0.1f, Float.POSITIVE_INFINITY);
      assertThat(file.floats("f16"))
          .containsExactly(
              0f,
              -0f,
              0x1p-24f,
              -0x1.ff8p-15f,
              0x1p-14f,
              1f,
              0x1.004p0f,
              -65504f,
              Float.POSITIVE_INFINITY,
              Float.NEGATIVE_INFINITY,
              Float.NaN);
      assertThat(file.floats("bf16"))
          .containsExactly(
              0f,
              -0f,
              0x1p-133f,
              -0x0.fep-126f,
              0x1p-126f,
              1f,
              0x1.02p0f,
              -0x1.fep127f,
              Float.POSITIVE_INFINITY,
              Float.NEGATIVE_INFINITY,
              Float.NaN);

      assertThat(file.bytes("f64").getDouble(8)).isEqualTo(1e300);
      assertThat(file.bytes("i64").getLong(0)).isEqualTo(Long.MIN_VALUE);
      assertThat(file.bytes("i64").getLong(8)).isEqualTo(Long.MAX_VALUE);
      assertThat(file.bytes("i32").getInt(4)).isEqualTo(Integer.MAX_VALUE);
      assertThat(file.bytes("i16").getShort(0)).isEqualTo(Short.MIN_VALUE);
      assertThat(file.bytes("i8").get(1)).isEqualTo(Byte.MAX_VALUE);
      assertThat(file.bytes("u8").get(1)).isEqualTo((byte) 255);
      assertThat(file.bytes("bool")).isEqualTo(ByteBuffer.wrap(new byte[] {1, 0, 1}));
    }
  }

  @Test
  void write_tensorsOfReferenceFile_givesItsBytes() throws IOException {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (Safetensors file = Safetensors.open(REFERENCE)) {
      List<String> backwards = new ArrayList<>(file.names());
      Collections.reverse(backwards);
      for (String name : backwards) {
        tensors.put(name, TensorData.bytes(file.entry(name), file.bytes(name)));
      }
      SafetensorsWriter.write(written, tensors, file.metadata());
    }
    assertThat(written.toByteArray()).isEqualTo(Files.readAllBytes(REFERENCE));
  }

  private static Path resource(String name) {
    try {
      return Path.of(SafetensorsGoldenTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
