package org.emoglot.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.checkpoint.Safetensors.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of torch.save, PyTorch 2.10.0, hold what the same tensors hold as safetensors. */
class PickleGoldenTest {

  private static final int TENSORS = 21;
  private static final int TENSORS_OF_MODULE = 7;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "zip.bin, 21",
    "zip4.bin, 21",
    "legacy.bin, 21",
    "legacy4.bin, 21",
    "wrapped.bin, 21",
    "published.pt, 21",
    "module.bin, 7",
    "shards-bin, 21",
    "shards-safetensors, 21",
  })
  void open_fileOfTorch_equalsSafetensors(String name, int tensors) {
    try (Weights actual = Weights.open(TorchFiles.resource(name));
        Safetensors expected = Safetensors.open(TorchFiles.resource("expected.safetensors"))) {
      assertThat(actual.names()).hasSize(tensors).isSubsetOf(expected.names());
      assertThat(expected.names()).hasSize(TENSORS + TENSORS_OF_MODULE);
      for (String tensor : actual.names()) {
        assertThat(actual.entry(tensor)).as(tensor).isEqualTo(expected.entry(tensor));
        assertThat(actual.bytes(tensor)).as(tensor).isEqualTo(expected.bytes(tensor));
        assertThat(actual.bytes(tensor).order()).as(tensor).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(actual.bytes(tensor).isReadOnly()).as(tensor).isTrue();
        if (actual.entry(tensor).dtype().isFloating()) {
          assertThat(actual.floats(tensor)).as(tensor).isEqualTo(expected.floats(tensor));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip.bin", "legacy.bin"})
  void open_views_readTheirElements(String name) {
    try (Weights weights = Weights.open(TorchFiles.resource(name))) {
      float[] base = weights.floats("base"); // (4, 6)
      assertThat(weights.names()).startsWith("f32", "f16").endsWith("parameter", "Größe ψ");
      assertThat(weights.entry("transposed")).isEqualTo(new Entry(DType.F32, List.of(6L, 4L)));
      assertThat(weights.floats("transposed")).startsWith(base[0], base[6], base[12], base[18]);
      assertThat(weights.floats("row"))
          .containsExactly(base[12], base[13], base[14], base[15], base[16], base[17]);
      assertThat(weights.floats("column")).containsExactly(base[1], base[7], base[13], base[19]);
      assertThat(weights.floats("steps")).containsExactly(base[6], base[9], base[18], base[21]);
      assertThat(weights.floats("expanded"))
          .containsExactly(base[0], base[1], base[0], base[1], base[0], base[1]);
      assertThat(weights.floats("scalar")).containsExactly(42);
      assertThat(weights.floats("empty")).isEmpty();
      assertThat(weights.metadata()).isEmpty();
    }
  }

  @Test
  void open_bigEndianArchive_givesLittleEndianBytes() throws IOException {
    byte[] data = ByteBuffer.allocate(12).putFloat(1.5f).putFloat(-2).putFloat(3e38f).array();
    try (Weights weights =
        Weights.open(TorchFiles.tensor(folder.resolve("a"), "big", data, 3, 1, 2, 1))) {
      assertThat(weights.floats("x")).containsExactly(-2, 3e38f);
      assertThat(weights.bytes("x").getFloat(0)).isEqualTo(-2);
    }
  }

  @Test
  void open_largeStorage_isMappedAndReadableAfterClose() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(400_000).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 100_000; i++) {
      data.putFloat(i);
    }
    Path file =
        TorchFiles.tensor(folder.resolve("a"), "little", data.array(), 100_000, 7, 99_990, 1);
    ByteBuffer bytes;
    try (Weights weights = Weights.open(file)) {
      bytes = weights.bytes("x");
    }
    assertThat(bytes.isDirect()).isTrue();
    assertThat(bytes.getFloat(4 * 99_989)).isEqualTo(99_996);
  }

  @Test
  void open_folder_takesSafetensorsBeforeItsIndexBeforeThePickleBeforeItsIndex()
      throws IOException {
    copy("shards-bin", "pytorch_model.bin.index.json");
    copy("shards-bin", "pytorch_model-00001-of-00002.bin");
    copy("shards-bin", "pytorch_model-00002-of-00002.bin");
    assertThat(opened()).isEqualTo("pytorch_model.bin.index.json");
    Files.copy(TorchFiles.resource("zip.bin"), folder.resolve("pytorch_model.bin"));
    assertThat(opened()).isEqualTo("pytorch_model.bin");
    copy("shards-safetensors", "model.safetensors.index.json");
    copy("shards-safetensors", "model-00001-of-00002.safetensors");
    copy("shards-safetensors", "model-00002-of-00002.safetensors");
    assertThat(opened()).isEqualTo("model.safetensors.index.json");
    Files.copy(TorchFiles.resource("expected.safetensors"), folder.resolve("model.safetensors"));
    assertThat(opened()).isEqualTo("model.safetensors");
  }

  private void copy(String from, String name) throws IOException {
    Files.copy(TorchFiles.resource(from + "/" + name), folder.resolve(name));
  }

  private String opened() {
    try (Weights weights = Weights.open(folder)) {
      return weights.file().getFileName().toString();
    }
  }
}
