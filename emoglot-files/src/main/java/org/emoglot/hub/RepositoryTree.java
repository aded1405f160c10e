package org.emoglot.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;

/**
 * The files of a repository at a commit.
 *
 * @param files by name
 */
record RepositoryTree(SortedMap<String, Entry> files) {

  private static final int FORMAT_VERSION = 1;

  /**
   * A file.
   *
   * @param size bytes in the repository
   * @param blobId the git blob's SHA-1
   * @param lfsSha256 a large file's SHA-256, else empty
   * @param lfsSize a large file's bytes, else 0
   * @param xetHash its name in the hub's block store, else empty
   */
  record Entry(long size, String blobId, String lfsSha256, long lfsSize, String xetHash) {

    /** From an element of the hub's listing. */
    static Entry ofListing(JsonNode node) {
      JsonNode lfs = node.path("lfs");
      return new Entry(
          node.path("size").asLong(),
          node.path("oid").asText(),
          lfs.path("oid").asText(),
          lfs.path("size").asLong(),
          hash(node.path("xetHash").asText()));
    }

    private static Entry ofCache(JsonNode node) {
      return new Entry(
          node.path("size").asLong(),
          node.path("blob_id").asText(),
          node.path("lfs_sha256").asText(),
          node.path("lfs_size").asLong(),
          hash(node.path("xet_hash").asText()));
    }

    private Map<String, Object> forCache() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("size", size);
      fields.put("blob_id", blobId);
      if (!lfsSha256.isEmpty()) {
        fields.put("lfs_sha256", lfsSha256);
        fields.put("lfs_size", lfsSize);
      }
      if (!xetHash.isEmpty()) {
        fields.put("xet_hash", xetHash);
      }
      return fields;
    }

    private static String hash(String text) {
      return text.matches("[0-9a-f]{64}") ? text : "";
    }
  }

  /** As a file of the cache says; nothing if it is missing, damaged or of another version. */
  static Optional<RepositoryTree> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    JsonNode root;
    try {
      root = Json.read(file);
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
    if (root.path("format_version").asInt() != FORMAT_VERSION || !root.path("files").isObject()) {
      return Optional.empty();
    }
    SortedMap<String, Entry> files = new TreeMap<>();
    root.path("files")
        .properties()
        .forEach(field -> files.put(field.getKey(), Entry.ofCache(field.getValue())));
    return Optional.of(new RepositoryTree(files));
  }

  void write(Path file) {
    Map<String, Object> entries = new LinkedHashMap<>();
    files.forEach((name, entry) -> entries.put(name, entry.forCache()));
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("format_version", FORMAT_VERSION);
    root.put("files", entries);
    Json.write(file, root);
  }
}
