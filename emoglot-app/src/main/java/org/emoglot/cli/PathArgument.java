package org.emoglot.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.emoglot.InvalidInputException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * From the words of a command line to paths. Several are separated by commas or blanks, or named by
 * the same option again; a comma in the name of a file that is there separates nothing.
 */
final class PathArgument implements ITypeConverter<Path> {

  /** Such as {@code https://}; of one letter it would be a drive. */
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");

  private static final String COMMA = ",";

  /** A complete sentence, without the name of the option. */
  static final class Address extends TypeConversionException {
    private static final long serialVersionUID = 1;

    Address(String text) {
      super(
          "Expected the path of a file or folder, found the address %s: Emoglot opens no addresses; download the file first and give its path."
              .formatted(text));
    }
  }

  @Override
  public Path convert(String text) {
    if (ADDRESS.matcher(text).matches() && !Files.exists(Path.of(text))) {
      throw new Address(text);
    }
    return Path.of(text);
  }

  /**
   * The path that a line of a list or a part of a word names.
   *
   * @throws InvalidInputException if it is an address, or no path at all
   */
  static Path of(String text) {
    try {
      return new PathArgument().convert(text);
    } catch (Address e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    } catch (InvalidPathException e) {
      throw new InvalidInputException("Expected a path, found '" + text + "'.", e);
    }
  }

  /** The paths that the words after an option name. */
  static List<Path> list(List<String> words) {
    return split(words, UnaryOperator.identity()).stream().map(PathArgument::of).toList();
  }

  /**
   * The parts of the words after an option.
   *
   * @param path the path in a part, which may hold more than that
   */
  static List<String> split(List<String> words, UnaryOperator<String> path) {
    List<String> found = new ArrayList<>();
    for (String word : words) {
      List<String> parts = List.of(word.split(COMMA, -1));
      for (int start = 0; start < parts.size(); ) {
        int end = longest(parts, start, path);
        String name = String.join(COMMA, parts.subList(start, end)).strip();
        if (!name.isEmpty()) {
          found.add(name);
        }
        start = end;
      }
    }
    return found;
  }

  /** After the last part of the longest existing name, or else after one part. */
  private static int longest(List<String> parts, int start, UnaryOperator<String> path) {
    for (int end = parts.size(); end > start + 1; end--) {
      if (exists(path.apply(String.join(COMMA, parts.subList(start, end)).strip()))) {
        return end;
      }
    }
    return start + 1;
  }

  private static boolean exists(String name) {
    try {
      return Files.exists(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
