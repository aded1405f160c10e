package org.emoglot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import picocli.CommandLine.Option;

/** Names of files from a list, if there are too many for a command line. */
final class FilesFrom {

  private static final String STANDARD_INPUT = "-";

  @Option(
      names = "--files-from",
      paramLabel = "<list>",
      description =
          "A text file that lists more files, one per line, as find prints them; - for standard"
              + " input. Lines may also end with NUL, as with find -print0.")
  private String list = "";

  /** Whether the list comes from standard input. */
  boolean isStandardInput() {
    return list.equals(STANDARD_INPUT);
  }

  /**
   * Those on the command line, then those of the list.
   *
   * @param what they are called in the help text
   * @throws InvalidInputException if there is none
   */
  List<Path> with(List<String> named, String what) {
    List<Path> all = new ArrayList<>();
    named.stream().map(PathArgument::of).forEach(all::add);
    if (!list.isEmpty()) {
      String text = read();
      Stream<String> lines = text.indexOf('\0') >= 0 ? Stream.of(text.split("\0")) : text.lines();
      lines.filter(line -> !line.isBlank()).map(PathArgument::of).forEach(all::add);
    }
    if (all.isEmpty()) {
      throw new InvalidInputException(
          list.isEmpty()
              ? "Expected at least one %s, or --files-from, found none.".formatted(what)
              : "Expected at least one %s in the list %s, found none.".formatted(what, list));
    }
    return all;
  }

  private String read() {
    try (InputStream in = isStandardInput() ? System.in : Files.newInputStream(Path.of(list))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          "Expected a list of files at %s, found nothing there.".formatted(list), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s: %s".formatted(list, e.getMessage()), e);
    }
  }
}
