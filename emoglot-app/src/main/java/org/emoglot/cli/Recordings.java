package org.emoglot.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.AudioFiles;
import org.emoglot.corpus.ClipName;
import org.emoglot.io.PathText;
import org.jspecify.annotations.Nullable;

/**
 * The audio files that a command is asked about, each once, in the order of the question. Audio
 * from standard input, {@code -}, becomes a temporary file, since decoders move to and fro in it.
 */
final class Recordings implements AutoCloseable {

  private static final String STANDARD_INPUT = "-";

  /** A file or folder that could not be used, and why. */
  record Failed(String path, String error) {}

  private final Set<Path> files = new LinkedHashSet<>();
  private final List<Failed> empty = new ArrayList<>();
  private @Nullable Path standardInput;

  private Recordings() {}

  /**
   * Finds them.
   *
   * @param paths files, folders that are searched, and {@code -}
   */
  static Recordings find(List<Path> paths) {
    Recordings recordings = new Recordings();
    try {
      paths.forEach(recordings::add);
      return recordings;
    } catch (RuntimeException e) {
      recordings.close();
      throw e;
    }
  }

  private void add(Path named) {
    Path path = PathText.existing(named);
    if (path.toString().equals(STANDARD_INPUT)) {
      files.add(standardInput());
    } else if (Files.isDirectory(path)) {
      AudioFiles found = AudioFiles.under(path);
      found.clips().stream().map(ClipName::file).forEach(files::add);
      if (found.clips().isEmpty()) {
        empty.add(
            new Failed(
                path.toString(),
                "Expected audio files below %s, found none among %d files."
                    .formatted(path, found.others())));
      }
    } else {
      files.add(path); // whatever is wrong with it, the reader says
    }
  }

  private Path standardInput() {
    if (standardInput == null) {
      try {
        standardInput = Files.createTempFile("emoglot-", ".audio");
        try (OutputStream file = Files.newOutputStream(standardInput)) {
          System.in.transferTo(file); // of any length
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot keep standard input: " + e.getMessage(), e);
      }
    }
    return standardInput;
  }

  List<Path> files() {
    return List.copyOf(files);
  }

  /** Folders in which there is none. */
  List<Failed> empty() {
    return List.copyOf(empty);
  }

  /** What the user called it. */
  String name(Path file) {
    return file.equals(standardInput) ? STANDARD_INPUT : PathText.readable(file);
  }

  /** A file that could not be used, as the user knows it. */
  Failed failed(Path file, InvalidInputException why) {
    String message = String.valueOf(why.getMessage());
    return new Failed(
        name(file),
        file.equals(standardInput) ? message.replace(file.toString(), "standard input") : message);
  }

  @Override
  public void close() {
    if (standardInput != null) {
      try {
        Files.deleteIfExists(Objects.requireNonNull(standardInput));
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot remove " + standardInput, e);
      }
    }
  }
}
