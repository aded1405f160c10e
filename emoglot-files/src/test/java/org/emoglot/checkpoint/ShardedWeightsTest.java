package org.emoglot.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedWeightsTest {

  private static final String MISMATCH =
      "; the index and its shards are not of one checkpoint, download them again.";

  @TempDir private Path folder;

  @Test
  void open_twoShards_readsBoth() throws IOException {
    shard("1", "a", "b");
    shard("2", "c");
    Path index =
        index(
            "{\"metadata\":{\"total_size\":12,\"x\":{}},\"weight_map\":{\"c\":\"2\",\"a\":\"1\",\"b\":\"1\"}}");
    try (Weights weights = Weights.open(folder)) {
      assertThat(weights.file()).isEqualTo(index);
      assertThat(weights.names()).containsExactly("c", "a", "b");
      assertThat(weights.metadata()).containsExactly(Map.entry("total_size", "12"));
      assertThat(weights.floats("b")).containsExactly(1);
      assertThat(weights.floats("c")).containsExactly(0);
      assertThatThrownBy(() -> weights.entry("d"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              index
                  + ": expected the tensor \"d\", found 3 tensors of other names; use a checkpoint"
                  + " of the expected model.");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"../1\"",
        "\"sub/1\"",
        "\"/etc/passwd\"",
        "\"..\"",
        "\".\"",
        "\"\"",
        "\"C:1\"",
        "\"..\\\\1\"",
        "\"1\\u0000\"",
        "\"model.safetensors.index.json\"",
        "1",
        "null",
        "[\"1\"]"
      })
  void open_shardOutsideTheFolder_refused(String shard) throws IOException {
    shard("1", "a");
    Path index = index("{\"weight_map\":{\"a\":" + shard + "}}");
    assertRefused(
        index,
        "expected the name of a file in the index's own folder for the tensor \"a\", found "
            + Refusal.quote(shard)
            + "; the index is damaged or hostile, get the checkpoint from a source you trust.");
  }

  @Test
  void open_missingShard_refused() throws IOException {
    shard("1", "a");
    assertRefused(
        index("{\"weight_map\":{\"a\":\"1\",\"b\":\"2\"}}"),
        "expected the shard 2 beside the index, found nothing there; download all files of the"
            + " checkpoint.");
  }

  @Test
  void open_tensorNotInItsShard_refused() throws IOException {
    shard("1", "a");
    assertRefused(
        index("{\"weight_map\":{\"a\":\"1\",\"b\":\"1\"}}"),
        "expected the tensor \"b\" in the shard 1, found 1 tensors of other names there"
            + MISMATCH);
  }

  @Test
  void open_tensorNotInTheIndex_refused() throws IOException {
    shard("1", "a", "b");
    assertRefused(
        index("{\"weight_map\":{\"a\":\"1\"}}"),
        "expected every tensor of the shard 1 in the weight_map, found no such line for \"b\""
            + MISMATCH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | no such map",
        "{\"weight_map\":[]} | no such map",
        "{\"weight_map\":{}} | no such map",
        "[] | array"
      })
  void open_noWeightMap_refused(String json, String found) throws IOException {
    assertRefused(
        index(json),
        "expected a JSON object with a weight_map of tensor names to file names, found "
            + found
            + "; the file is damaged, download or write it again.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"weight_map\":{\"a\":\"1\",\"a\":\"2\"}}", "{\"weight_map\":", "<html>"})
  void open_noStrictJson_refused(String json) throws IOException {
    Path index = index(json);
    assertThatThrownBy(() -> Weights.open(index))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(index + ": expected JSON without double keys, found at line 1,")
        .hasMessageEndingWith("; the file is damaged, download or write it again.");
  }

  @Test
  void open_folderWithoutWeights_refused() {
    assertRefused(
        folder,
        "expected one of model.safetensors, model.safetensors.index.json, pytorch_model.bin,"
            + " pytorch_model.bin.index.json, model.pt, emotion2vec_base.pt in the folder, found none; name the folder of a"
            + " PyTorch checkpoint, downloaded whole.");
    assertRefused(
        folder.resolve("absent"),
        "expected a file with weights, found nothing there; check the path.");
  }

  private Path index(String json) throws IOException {
    return Files.writeString(folder.resolve("model.safetensors.index.json"), json);
  }

  /** A shard whose tensors hold 0, 1, ... */
  private void shard(String file, String... names) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    for (String name : names) {
      tensors.put(name, TensorData.floats(new float[] {tensors.size()}, 1));
    }
    SafetensorsWriter.write(folder.resolve(file), tensors, Map.of());
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> Weights.open(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": " + message);
  }
}
