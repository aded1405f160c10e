package org.emoglot.extraction;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.embedding.Embedding;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.FolderLock;
import org.emoglot.io.Json;

/**
 * The folder of an extraction that is not done yet: its settings, and of every finished part a JSON
 * file and, where the results become one file in the end, the embeddings as they are. The JSON file
 * comes last: if it exists, the part does.
 */
final class Workplace implements AutoCloseable {

  private static final String FOLDER = ".unfinished";
  private static final String SETTINGS = "settings.json";
  private static final String LOCK = "lock";

  private final Path folder;
  private final FolderLock lock;

  private Workplace(Path folder, FolderLock lock) {
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
      FolderLock lock = FolderLock.take(folder.resolve(LOCK), "extraction", out);
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
    return Json.readRecord(file, type, "choose another --out, or remove it");
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
