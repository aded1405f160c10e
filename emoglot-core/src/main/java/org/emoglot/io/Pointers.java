package org.emoglot.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.InvalidInputException;

/**
 * Small files in place of large ones, which Git LFS and git-annex leave if they have not fetched
 * the large ones. A clone without {@code git lfs} is full of them.
 */
public final class Pointers {

  /** The first bytes, which identify a pointer. */
  private static final int HEAD_BYTES = 400;

  private static final Pattern LFS =
      Pattern.compile("version https://(?:git-lfs\\.github\\.com|hawser\\.github\\.com)/spec/");

  private static final Pattern LFS_SIZE = Pattern.compile("(?m)^size (\\d{1,18})\\s*$");

  private static final Pattern ANNEX = Pattern.compile("[./]*+(?:git/)?annex/objects/");

  private Pointers() {}

  /**
   * Refuses a pointer with the command that fetches the file itself; does nothing for any other or
   * missing file.
   *
   * @param expected what the file should hold, such as {@code weights}
   * @throws InvalidInputException if it is a pointer
   */
  public static void refuse(Path file, String expected) {
    if (!Files.isRegularFile(file)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.ISO_8859_1);
      if (LFS.matcher(head).lookingAt()) {
        Matcher size = LFS_SIZE.matcher(head);
        String bytes = size.find() ? " to a file of " + size.group(1) + " bytes" : "";
        throw refusal(file, expected, "a Git LFS pointer" + bytes, "git lfs pull");
      }
      if (ANNEX.matcher(head).lookingAt()) {
        throw refusal(file, expected, "a git-annex pointer", "git annex get .");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static InvalidInputException refusal(
      Path file, String expected, String found, String command) {
    return new InvalidInputException(
        "Expected %s in %s, found %s: run \"%s\" in its folder, or download the file itself."
            .formatted(expected, file, found, command));
  }
}
