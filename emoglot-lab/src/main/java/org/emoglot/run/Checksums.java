package org.emoglot.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.Sha256;

/** The file {@code SHA256SUMS} of a finished run: every result with its SHA-256. */
final class Checksums {

  private static final String FILE = "SHA256SUMS";
  private static final int DIGITS = 64;

  /** Between digest and name, as sha256sum writes it. */
  private static final String GAP = "  ";

  /** A card is there to be edited. */
  private static final String CARD = "README.md";

  private final Path folder;
  private final Path file;

  Checksums(Path folder) {
    this.folder = folder;
    this.file = folder.resolve(FILE);
  }

  /**
   * Writes those of some files.
   *
   * @param names relative to the folder; all files below those that are folders
   */
  void write(Collection<String> names) {
    StringBuilder text = new StringBuilder();
    for (Path result : files(names)) {
      text.append(Sha256.of(result))
          .append(GAP)
          .append(folder.relativize(result).toString().replace('\\', '/'))
          .append('\n');
    }
    AtomicFiles.writeString(file, text.toString());
  }

  private List<Path> files(Collection<String> names) {
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      try (Stream<Path> below = Files.walk(folder.resolve(name))) {
        below.filter(Files::isRegularFile).sorted().forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot list " + name + ": " + e.getMessage(), e);
      }
    }
    return files;
  }

  /**
   * The first file that is missing.
   *
   * @param results what there must be in any case; all there is to go by where an earlier version
   *     has written no checksums
   */
  Optional<String> missing(Collection<String> results) {
    return Stream.concat(results.stream(), read().keySet().stream())
        .filter(name -> !Files.exists(folder.resolve(name)))
        .findFirst();
  }

  /**
   * Refuses results that are no longer as they were written.
   *
   * @param advice in the imperative and without a full stop
   */
  void requireUnchanged(String advice) {
    read()
        .forEach(
            (name, digest) -> {
              Path result = folder.resolve(name);
              if (!String.valueOf(result.getFileName()).equals(CARD)
                  && !Sha256.of(result).equals(digest)) {
                throw new InvalidInputException(
                    "Expected %s unchanged, with the SHA-256 in %s, found another content: %s."
                        .formatted(result, file, advice));
              }
            });
  }

  /** Before the results are rewritten. */
  void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + file + ": " + e.getMessage(), e);
    }
  }

  private Map<String, String> read() {
    Map<String, String> digests = new TreeMap<>();
    if (!Files.exists(file)) {
      return digests;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.length() <= DIGITS + GAP.length()) {
          throw new InvalidInputException(
              "Expected lines of SHA-256 and name in %s, found '%.80s': remove the file to do without it."
                  .formatted(file, line));
        }
        digests.put(line.substring(DIGITS + GAP.length()), line.substring(0, DIGITS));
      }
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          "Expected UTF-8 in %s, found other bytes: remove the file to do without it."
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
    return digests;
  }
}
