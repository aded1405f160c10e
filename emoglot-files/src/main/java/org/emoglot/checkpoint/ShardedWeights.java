package org.emoglot.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Safetensors.Entry;
import org.emoglot.io.Json;
import org.emoglot.io.Pointers;

/**
 * A checkpoint in several files beside an index, {@code model.safetensors.index.json} or {@code
 * pytorch_model.bin.index.json}: a JSON object whose {@code weight_map} gives for each tensor a
 * file in the same folder.
 */
public final class ShardedWeights implements Weights {

  static final String INDEX_ENDING = ".index.json";

  private static final long MAX_INDEX_BYTES = Safetensors.MAX_HEADER_BYTES;
  private static final String WEIGHT_MAP = "weight_map";

  private final Path index;
  private final Map<String, String> metadata;
  private final Map<String, Weights> shardOf;
  private final Map<String, Weights> shards;

  private ShardedWeights(
      Path index,
      Map<String, String> metadata,
      Map<String, Weights> shardOf,
      Map<String, Weights> shards) {
    this.index = index;
    this.metadata = metadata;
    this.shardOf = shardOf;
    this.shards = shards;
  }

  /**
   * Opens an index and all its shards, and checks that they hold the same tensors.
   *
   * @throws InvalidInputException if the index is missing or not as described, names a file outside
   *     its folder, a shard is missing or damaged, or a shard and the index differ
   * @throws UncheckedIOException if a file cannot be read
   */
  public static ShardedWeights open(Path index) {
    JsonNode root = readIndex(index);
    Map<String, Weights> shards = new LinkedHashMap<>();
    try {
      Map<String, Weights> shardOf = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> pair : root.get(WEIGHT_MAP).properties()) {
        String name = pair.getKey();
        String shard = shardName(index, name, pair.getValue());
        Weights weights = shards.get(shard);
        if (weights == null) {
          weights = openShard(index, shard);
          shards.put(shard, weights);
        }
        if (!weights.names().contains(name)) {
          throw mismatch(
              index,
              "the tensor %s in the shard %s".formatted(Refusal.quote(name), shard),
              "%d tensors of other names there".formatted(weights.names().size()));
        }
        shardOf.put(name, weights);
      }
      requireNoMore(index, shardOf, shards);
      return new ShardedWeights(index, metadata(root), shardOf, shards);
    } catch (RuntimeException e) {
      shards.values().forEach(Weights::close);
      throw e;
    }
  }

  private static JsonNode readIndex(Path index) {
    try {
      if (!Files.isRegularFile(index)) {
        throw Refusal.of(
            index,
            "an index of weights",
            Files.exists(index) ? "a folder or device" : "nothing there",
            "check the path");
      }
      long bytes = Files.size(index);
      if (bytes > MAX_INDEX_BYTES) {
        throw Refusal.of(
            index,
            "an index of at most %d bytes".formatted(MAX_INDEX_BYTES),
            "%d bytes".formatted(bytes),
            Refusal.DAMAGED);
      }
      Pointers.refuse(index, "an index of weights");
      JsonNode root =
          Json.mapper()
              .reader()
              .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
              .readTree(Files.readAllBytes(index));
      if (!root.path(WEIGHT_MAP).isObject() || root.path(WEIGHT_MAP).isEmpty()) {
        throw Refusal.of(
            index,
            "a JSON object with a weight_map of tensor names to file names",
            root.isObject()
                ? "no such map"
                : root.getNodeType().toString().toLowerCase(Locale.ROOT),
            Refusal.DAMAGED);
      }
      return root;
    } catch (JsonProcessingException e) {
      throw Refusal.of(
          index,
          "JSON without double keys",
          (Json.place(e) + ": " + Refusal.quote(e.getOriginalMessage())).strip(),
          Refusal.DAMAGED);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + index + ": " + e.getMessage(), e);
    }
  }

  /** The name of a shard: of a file beside the index, never a path. */
  private static String shardName(Path index, String tensor, JsonNode value) {
    String name = value.isTextual() ? value.textValue() : "";
    if (!name.matches("[\\w.+-]+") || name.matches("\\.+") || name.endsWith(INDEX_ENDING)) {
      throw Refusal.of(
          index,
          "the name of a file in the index's own folder for the tensor " + Refusal.quote(tensor),
          Refusal.quote(value.toString()),
          "the index is damaged or hostile, get the checkpoint from a source you trust");
    }
    return name;
  }

  private static Weights openShard(Path index, String shard) {
    Path file = index.resolveSibling(shard);
    if (!Files.isRegularFile(file)) {
      throw Refusal.of(
          index,
          "the shard %s beside the index".formatted(shard),
          "nothing there",
          "download all files of the checkpoint");
    }
    return WeightFiles.openSingle(file);
  }

  private static void requireNoMore(
      Path index, Map<String, Weights> shardOf, Map<String, Weights> shards) {
    shards.forEach(
        (shard, weights) -> {
          for (String name : weights.names()) {
            if (shardOf.get(name) != weights) {
              throw mismatch(
                  index,
                  "every tensor of the shard %s in the weight_map".formatted(shard),
                  "no such line for " + Refusal.quote(name));
            }
          }
        });
  }

  private static InvalidInputException mismatch(Path index, String expected, String found) {
    return Refusal.of(
        index,
        expected,
        found,
        "the index and its shards are not of one checkpoint, download them again");
  }

  private static Map<String, String> metadata(JsonNode root) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> pair : root.path("metadata").properties()) {
      if (pair.getValue().isValueNode()) {
        texts.put(pair.getKey(), pair.getValue().asText());
      }
    }
    return texts;
  }

  @Override
  public Path file() {
    return index;
  }

  @Override
  public List<Path> files() {
    List<Path> files = new ArrayList<>(List.of(index));
    shards.values().stream().map(Weights::file).sorted().forEach(files::add);
    return files;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(shardOf.keySet());
  }

  /** The plain values of the index's {@code metadata}, as text. */
  @Override
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  @Override
  public Entry entry(String name) {
    return shard(name).entry(name);
  }

  @Override
  public void read(String name, ByteBuffer into) {
    shard(name).read(name, into);
  }

  @Override
  public ByteBuffer bytes(String name) {
    return shard(name).bytes(name);
  }

  @Override
  public void close() {
    shards.values().forEach(Weights::close);
  }

  private Weights shard(String name) {
    Weights weights = shardOf.get(name);
    if (weights == null) {
      throw Refusal.noTensor(index, name, shardOf.size());
    }
    return weights;
  }
}
