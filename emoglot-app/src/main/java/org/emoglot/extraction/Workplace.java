package org.emoglot.extraction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.embedding.Embedding;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.Json;

/**
 * The folder of an extraction that is not done yet: its settings, and of every finished part a JSON
 * file and, where the results become one file in the end, the embeddings as they are. The JSON file
 * comes last: where it stands, the part does.
 */
final class Workplace implements AutoCloseable {

  /** Reads records of which nothing is missing. */
  private static final ObjectReader COMPLETE =
      Json.mapper()
          .reader()
          .with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  private static final String FOLDER = ".unfinished";
  private static final String SETTINGS = "settings.json";
  private static final String LOCK = "lock";

  private final Path folder;
  private final FileChannel lock;

  private Workplace(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Opens the workplace of a folder of results, for one process at a time.
   *
   * @throws InvalidInputException if another extraction has begun there, or this one is being done
   */
  static Workplace open(Path out, ExtractionSettings settings) {
    Path folder = out.resolve(FOLDER);
    Path begun = folder.resolve(SETTINGS);
    try {
      Files.createDirectories(folder);
      FileChannel lock = lock(folder.resolve(LOCK), out);
      try {
        if (Files.exists(begun)) {
          Extraction.requireSame(settings, read(begun, ExtractionSettings.class), out);
        } else {
          Json.write(begun, settings);
        }
        AtomicFiles.removeLeftovers(folder);
        AtomicFiles.removeLeftovers(out);
        return new Workplace(folder, lock);
      } catch (RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  private static FileChannel lock(Path file, Path out) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // held by this process
    }
    channel.close();
    throw new InvalidInputException(
        "Expected to be alone in %s, found another extraction at work there: wait for it, or choose another --out."
            .formatted(out));
  }

  /** The finished parts, in order. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (Path file = json(0); Files.exists(file); file = json(parts.size())) {
      parts.add(read(file, Part.class));
    }
    return parts;
  }

  /**
   * Keeps a finished part.
   *
   * @param embeddings of its clips, or none where they have been written already
   */
  void keep(int number, Part part, List<Embedding> embeddings) {
    if (!embeddings.isEmpty()) {
      AtomicFiles.write(
          floats(number),
          out -> {
            for (Embedding embedding : embeddings) {
              Floats.write(out, embedding.values());
            }
          });
    }
    Json.write(json(number), part);
  }

  /** The embeddings of a part, as {@link Floats} reads them. */
  InputStream values(int number) throws IOException {
    return new BufferedInputStream(Files.newInputStream(floats(number)));
  }

  /** Deletes it; the results are where they belong. */
  void remove() throws IOException {
    lock.close();
    remove(folder);
  }

  /** Deletes what a process that was killed at its very end has left. */
  static void removeFrom(Path out) throws IOException {
    remove(out.resolve(FOLDER));
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** What an earlier process wrote. */
  static <R> R read(Path file, Class<R> type) {
    JsonNode json = Json.read(file);
    try {
      if (json.isObject()) {
        return COMPLETE.treeToValue(json, type);
      }
      throw damaged(file, "no JSON object");
    } catch (JsonProcessingException e) {
      throw damaged(file, e.getOriginalMessage());
    }
  }

  private static InvalidInputException damaged(Path file, String found) {
    return new InvalidInputException(
        "Expected the record of an earlier extraction in %s, found another or a damaged one (%s): choose another --out, or remove it."
            .formatted(file, found));
  }

  private Path json(int number) {
    return folder.resolve("part-%05d.json".formatted(number));
  }

  private Path floats(int number) {
    return folder.resolve("part-%05d.f32".formatted(number));
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
