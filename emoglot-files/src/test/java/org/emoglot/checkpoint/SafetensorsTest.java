package org.emoglot.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Safetensors.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

  private static final String F32 =
      "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

  @TempDir private Path folder;

  @Test
  void open_unpaddedHeaderAndAnyKeyOrder_accepted() throws IOException {
    Path path =
        RawFile.write(
            folder.resolve("a"),
            "{\"b\": {\"data_offsets\": [4, 6], \"shape\": [1, 2], \"dtype\": \"U8\"}, \n"
                + "\"__metadata__\": {}, \"\": {\"dtype\":\"F16\",\"shape\":[2],"
                + "\"data_offsets\":[0,4]}}\t ",
            6);
    try (Safetensors file = Safetensors.open(path)) {
      assertThat(file.names()).containsExactly("b", "");
      assertThat(file.metadata()).isEmpty();
      assertThat(file.entry("b").shape()).containsExactly(1L, 2L);
      assertThat(file.floats("")).containsExactly(0, 0);
    }
  }

  @Test
  void open_noTensors_accepted() throws IOException {
    try (Safetensors file = Safetensors.open(RawFile.write(folder.resolve("a"), "{}", 0))) {
      assertThat(file.names()).isEmpty();
    }
  }

  @Test
  void names_metadataAndShape_cannotBeModified() {
    try (Safetensors file = Safetensors.open(SafetensorsGoldenTest.REFERENCE)) {
      assertThatThrownBy(() -> file.names().clear())
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> file.metadata().clear())
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> file.entry("f32").shape().set(0, 1L))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void bytes_afterClose_earlierBufferStaysAndNewOneIsRefused() {
    Safetensors file = Safetensors.open(SafetensorsGoldenTest.REFERENCE);
    ByteBuffer scalar = file.bytes("scalar");
    file.close();
    assertThat(scalar.isReadOnly()).isTrue();
    assertThat(scalar.isDirect()).isTrue();
    assertThat(scalar.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(scalar.getFloat()).isEqualTo(42);
    assertThatThrownBy(() -> file.bytes("scalar"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Closed: ");
  }

  @Test
  void entry_unknownName_refused() throws IOException {
    Path path = RawFile.write(folder.resolve("a"), F32, 8);
    try (Safetensors file = Safetensors.open(path)) {
      assertThatThrownBy(() -> file.entry("v"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              path
                  + ": expected the tensor \"v\", found 1 tensors of other names; use a checkpoint"
                  + " of the expected model.");
    }
  }

  @Test
  void read_everyFloatingType_fillsTheMemoryWithWhatFloatsGives() {
    try (Safetensors file = Safetensors.open(SafetensorsGoldenTest.REFERENCE)) {
      List<String> floating =
          file.names().stream().filter(name -> file.entry(name).dtype().isFloating()).toList();
      assertThat(floating).hasSizeGreaterThan(2);
      for (String name : floating) {
        float[] expected = file.floats(name);
        ByteBuffer memory = ByteBuffer.allocateDirect(expected.length * Float.BYTES);

        file.read(name, memory);

        float[] read = new float[expected.length];
        memory.clear().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(read);
        assertThat(read).as(name).containsExactly(expected);
      }
    }
  }

  @Test
  void floats_integers_refused() {
    try (Safetensors file = Safetensors.open(SafetensorsGoldenTest.REFERENCE)) {
      assertThatThrownBy(() -> file.floats("i64"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(
              "expected floating-point numbers in the tensor \"i64\", found I64; ");
    }
  }

  @Test
  void bytes_fileOfThreeGigabytes_readsTheTensorBehindAndRefusesTheWideOne() throws IOException {
    long wide = 3L << 30;
    byte[] header =
        ("{\"wide\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]},"
                + "\"behind\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%d,%d]}}")
            .formatted(wide, wide, wide, wide + 8)
            .getBytes(UTF_8);
    Path path = folder.resolve("sparse");
    try (SeekableByteChannel out =
        Files.newByteChannel(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(RawFile.bytes(header.length, header, 0)));
      out.position(8 + header.length + wide);
      out.write(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1).putFloat(2).flip());
    }
    try (Safetensors file = Safetensors.open(path)) {
      assertThat(file.floats("behind")).containsExactly(1, 2);
      assertThatThrownBy(() -> file.bytes("wide"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(
              "expected a tensor \"wide\" of less than 2 GiB, found 3221225472 bytes; ");
    }
  }

  @Test
  void bytes_fileCutShortWhileOpen_cannotBeRead() throws IOException {
    Path path = RawFile.write(folder.resolve("a"), F32, 8);
    try (Safetensors file = Safetensors.open(path)) {
      RawFile.write(path, F32, 7);
      assertThatThrownBy(() -> file.floats("w"))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith("Cannot read " + path + ": ");
    }
  }

  @Test
  void roundTrip_everyType_bitExact() {
    for (DType dtype : DType.values()) {
      byte[] content = new byte[6 * dtype.bytes()];
      for (int i = 0; i < content.length; i++) {
        content[i] = (byte) (dtype == DType.BOOL ? i & 1 : 37 * i + 200);
      }
      Path path = folder.resolve(dtype + ".safetensors");
      Entry entry = new Entry(dtype, List.of(2L, 3L));
      SafetensorsWriter.write(
          path,
          Map.of("w", TensorData.bytes(entry, ByteBuffer.wrap(content))),
          Map.of("type", dtype.name()));
      try (Safetensors file = Safetensors.open(path)) {
        assertThat(file.entry("w")).isEqualTo(entry);
        assertThat(file.bytes("w")).isEqualTo(ByteBuffer.wrap(content));
        assertThat(file.metadata()).containsExactly(Map.entry("type", dtype.name()));
      }
    }
  }

  @Test
  void roundTrip_arraysOfSeveralChunks_bitExact() {
    int n = 100_003;
    float[] floats = new float[n];
    double[] doubles = new double[n];
    long[] longs = new long[n];
    byte[] bytes = new byte[n];
    for (int i = 0; i < n; i++) {
      floats[i] = Float.intBitsToFloat(i * 42_949); // subnormals, NaN payloads, both signs
      doubles[i] = 1.0 / i;
      longs[i] = i * 92_233_720_368_547L;
      bytes[i] = (byte) i;
    }
    Path path = folder.resolve("deep/er/a.safetensors");
    SafetensorsWriter.write(
        path,
        Map.of(
            "floats", TensorData.floats(floats, n),
            "doubles", TensorData.doubles(doubles, 1, n),
            "longs", TensorData.longs(longs, n, 1),
            "bytes",
                TensorData.bytes(new Entry(DType.I8, List.of((long) n)), ByteBuffer.wrap(bytes))),
        Map.of());
    try (Safetensors file = Safetensors.open(path)) {
      int[] expectedBits = new int[n];
      int[] bits = new int[n];
      float[] read = file.floats("floats");
      double[] readDoubles = new double[n];
      long[] readLongs = new long[n];
      for (int i = 0; i < n; i++) {
        expectedBits[i] = Float.floatToRawIntBits(floats[i]);
        bits[i] = Float.floatToRawIntBits(read[i]);
      }
      file.bytes("doubles").asDoubleBuffer().get(readDoubles);
      file.bytes("longs").asLongBuffer().get(readLongs);
      assertThat(bits).isEqualTo(expectedBits);
      assertThat(readDoubles).isEqualTo(doubles);
      assertThat(readLongs).isEqualTo(longs);
      assertThat(file.bytes("bytes")).isEqualTo(ByteBuffer.wrap(bytes));
    }
  }
}
