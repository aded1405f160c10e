package org.emoglot.corpus;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import org.emoglot.io.PathText;
import org.jspecify.annotations.Nullable;

/**
 * Finds audio that a table names. The path may be relative to the table's folder or to one of the
 * three folders above it, since many tables were written for another working folder; it may have
 * slashes of either kind, and accents in either normal form.
 */
public final class NamedAudio {

  private static final int FOLDERS_ABOVE = 3;

  private NamedAudio() {}

  /**
   * Looks for the file. A name that is not text on this disk, as archives of Windows leave them, is
   * found by what it was meant to be.
   *
   * @param folder the table's folder
   * @param named the path as the table has it
   */
  public static Optional<Path> find(Path folder, String named) {
    String slashed = named.replace('\\', '/');
    List<String> spellings =
        List.of(
            slashed,
            Normalizer.normalize(slashed, Normalizer.Form.NFC),
            Normalizer.normalize(slashed, Normalizer.Form.NFD));
    Path base = folder.toAbsolutePath().normalize();
    for (int up = 0; up <= FOLDERS_ABOVE && base != null; up++) {
      for (String spelling : spellings) {
        @Nullable Path file = resolve(base, spelling);
        if (file != null && Files.isRegularFile(file)) {
          return Optional.of(file);
        }
      }
      @Nullable Path plain = resolve(base, slashed);
      @Nullable Path meant = plain == null ? null : PathText.existing(plain);
      if (meant != null && Files.isRegularFile(meant)) {
        return Optional.of(meant);
      }
      base = base.getParent();
    }
    return Optional.empty();
  }

  /**
   * The report of a clip whose audio was not found.
   *
   * @param key the clip's key
   * @param named the path as the table has it
   * @param place where it is named
   * @param folder the table's folder
   */
  public static LeftOut missing(String key, String named, String place, Path folder) {
    return new LeftOut(
        key,
        LeftOut.Reason.MISSING,
        "No file %s, which %s names, in %s or above.".formatted(named, place, folder));
  }

  private static @Nullable Path resolve(Path base, String spelling) {
    try {
      return PathText.resolve(base, spelling).normalize();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /**
   * A key for audio without a name of its own: its path without ending, as the table has it.
   *
   * @param folder the table's folder, which an absolute path below it is made relative to
   * @param named the path as the table has it
   */
  public static String key(Path folder, String named) {
    String text = Normalizer.normalize(named.replace('\\', '/').strip(), Normalizer.Form.NFC);
    String base =
        Normalizer.normalize(folder.toAbsolutePath().normalize().toString(), Normalizer.Form.NFC)
                .replace('\\', '/')
            + "/";
    if (text.startsWith(base)) {
      text = text.substring(base.length());
    } else if (text.startsWith("/") || text.matches("[A-Za-z]:/.*")) {
      text = text.substring(text.lastIndexOf('/') + 1);
    }
    while (text.startsWith("./") || text.startsWith("../")) {
      text = text.substring(text.indexOf('/') + 1);
    }
    int dot = text.lastIndexOf('.');
    return dot > text.lastIndexOf('/') + 1 ? text.substring(0, dot) : text;
  }
}
