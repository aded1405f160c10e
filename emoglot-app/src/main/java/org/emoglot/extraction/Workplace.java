package org.emoglot.extraction;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
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
      FolderLock lock = lock(folder, out);
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

  /** Keeps a finished part whose embeddings, if it has any, have been written already. */
  void keep(int number, Part part) {
    Json.write(json(number), part);
  }

  /**
   * Keeps a finished part.
   *
   * @param values writes the embeddings of its clips, one behind the other, as {@link Floats} does
   */
  void keep(int number, Part part, AtomicFiles.Content values) {
    AtomicFiles.write(floats(number), values);
    keep(number, part);
  }

  /** The embeddings of a part, as {@link Floats} reads them. */
  InputStream values(int number) throws IOException {
    return new BufferedInputStream(Files.newInputStream(floats(number)));
  }

  /** Deletes it; the results are where they belong. */
  void remove() throws IOException {
    Path held = folder.resolve(LOCK);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(held) && !file.equals(folder)) {
          Files.deleteIfExists(file);
        }
      }
    }
    lock.close(); // the last file, which nobody has taken meanwhile
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // somebody else has taken it, and finds that all is done
    }
  }

  /**
   * Deletes what a process that was killed at its very end has left; one that is at it needs no
   * help.
   */
  static void removeFrom(Path out) throws IOException {
    Path folder = out.resolve(FOLDER);
    if (Files.isDirectory(folder)) {
      FolderLock lock;
      try {
        lock = lock(folder, out);
      } catch (InvalidInputException e) {
        return;
      }
      try (Workplace left = new Workplace(folder, lock)) {
        left.remove();
      }
    }
  }

  /** Takes the lock in a folder that its holder may be deleting. */
  private static FolderLock lock(Path folder, Path out) throws IOException {
    while (true) {
      try {
        Files.createDirectories(folder);
        return FolderLock.take(folder.resolve(LOCK), "extraction", out);
      } catch (FileAlreadyExistsException e) {
        if (Files.exists(folder)) {
          throw e; // it is no folder
        } // else it was there for creating it, and no longer for a look at it
      } catch (UncheckedIOException e) {
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e;
        } // else it is no longer there for the lock
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
