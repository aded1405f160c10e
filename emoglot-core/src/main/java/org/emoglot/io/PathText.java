package org.emoglot.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Paths as text and back. On Unix a name is bytes, which need not be UTF-8: archives from Windows
 * leave names in the code page of a console, such as {@code Col\x8are}. Java's own text of such a
 * name holds a replacement character, and no file is found by it.
 */
public final class PathText {

  /** Starts the written form of a path that is not text. */
  private static final String ESCAPED = "file:";

  /** What a byte of a name means that is not UTF-8: the code page of Windows archives. */
  private static final Charset CONSOLE =
      Charset.isSupported("IBM850") ? Charset.forName("IBM850") : StandardCharsets.ISO_8859_1;

  private static final char REPLACED = '\uFFFD';

  private PathText() {}

  /**
   * A path for people and for names made of it, with slashes: names that are not UTF-8 are read as
   * code page 850. Different paths have different texts, but for a rare coincidence.
   */
  public static String readable(Path path) {
    return text(path, name -> utf8(name).orElseGet(() -> new String(bytes(name), CONSOLE)));
  }

  /**
   * A path as text from which {@link #resolve} makes the same path, with slashes: itself, or where
   * a name is blank or not UTF-8 {@code file:} and the path with its bytes percent-encoded.
   */
  public static String written(Path path) {
    boolean plain =
        StreamSupport.stream(path.spliterator(), false).allMatch(n -> utf8(n).isPresent());
    String text = readable(path);
    return plain && !text.isBlank() && !text.startsWith(ESCAPED)
        ? text
        : ESCAPED + text(path, PathText::escaped);
  }

  /**
   * Reads what {@link #written} writes.
   *
   * @param folder which a relative path is relative to
   * @throws InvalidPathException if the text is no path
   */
  public static Path resolve(Path folder, String text) {
    if (!text.startsWith(ESCAPED)) {
      return resolvePlain(folder, text);
    }
    String escaped = text.substring(ESCAPED.length());
    Path path = escaped.startsWith("/") ? folder.toAbsolutePath().getRoot() : folder;
    for (String name : escaped.split("/", -1)) {
      path = name.isEmpty() ? path : path.resolve(unescaped(name, text));
    }
    return path;
  }

  /** The bytes of the absolute path of a file, for native code. */
  public static byte[] systemBytes(Path file) {
    Path absolute = file.toAbsolutePath();
    if (!absolute.getFileSystem().getSeparator().equals("/")) {
      return absolute.toString().getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Path name : absolute) {
      bytes.write('/');
      bytes.writeBytes(
          utf8(name)
              .map(text -> text.getBytes(StandardCharsets.UTF_8))
              .orElseGet(() -> bytes(name)));
    }
    return bytes.toByteArray();
  }

  /**
   * The file that a user means by a path: the path itself if it exists, or the one file whose name
   * differs in the normal form of accents, or in bytes that are not text.
   *
   * @return the path itself if there is none, or more than one
   */
  public static Path existing(Path named) {
    if (Files.exists(named)) {
      return named;
    }
    Path path = named.getRoot() == null ? Path.of("") : named.getRoot();
    for (Path name : named) {
      Path next = path.resolve(name);
      path = Files.exists(next) ? next : entry(path, name).orElse(next);
    }
    return Files.exists(path) ? path : named;
  }

  private static Optional<Path> entry(Path folder, Path name) {
    String wanted = Normalizer.normalize(name.toString(), Normalizer.Form.NFC);
    if (wanted.chars().allMatch(c -> c < 0x80)) {
      return Optional.empty(); // there is nothing to be misread
    }
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> found =
          entries
              .filter(
                  entry ->
                      wanted.equals(nfc(entry.getFileName().toString()))
                          || wanted.equals(nfc(readable(entry.getFileName()))))
              .limit(2)
              .toList();
      return found.size() == 1
          ? Optional.of(folder.resolve(found.get(0).getFileName()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String nfc(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  private interface NameText {
    String of(Path name);
  }

  private static String text(Path path, NameText names) {
    String root = path.getRoot() == null ? "" : path.getRoot().toString().replace('\\', '/');
    return StreamSupport.stream(path.spliterator(), false)
        .map(names::of)
        .collect(Collectors.joining("/", root, ""));
  }

  /** The text of a name whose bytes are UTF-8. */
  private static Optional<String> utf8(Path name) {
    String text = name.toString();
    if (text.indexOf(REPLACED) < 0) {
      return Optional.of(text);
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(name))).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The bytes of a name, which Java gives only in its URI. */
  private static byte[] bytes(Path name) {
    String escaped = escaped(name);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        bytes.write(Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(escaped.charAt(i));
      }
    }
    return bytes.toByteArray();
  }

  private static String escaped(Path name) {
    if (name.toString().equals("..") || name.toString().equals(".")) {
      return name.toString();
    }
    String uri = name.toAbsolutePath().getRoot().resolve(name).toUri().getRawPath();
    return uri.substring(1, uri.endsWith("/") ? uri.length() - 1 : uri.length());
  }

  private static Path unescaped(String name, String whole) {
    if (name.equals("..") || name.equals(".")) {
      return Path.of(name);
    }
    try {
      return Path.of(URI.create("file:///" + name)).getFileName();
    } catch (IllegalArgumentException e) {
      throw new InvalidPathException(whole, "Malformed file URI");
    }
  }

  /** Also where the locale of the process has no letter of the path. */
  private static Path resolvePlain(Path folder, String text) {
    try {
      return folder.resolve(text);
    } catch (InvalidPathException e) {
      if (text.indexOf('\0') >= 0) {
        throw e;
      }
      Path path = text.startsWith("/") ? folder.toAbsolutePath().getRoot() : folder;
      List<String> names = new ArrayList<>(List.of(text.split("/", -1)));
      for (String name : names) {
        path = name.isEmpty() ? path : path.resolve(unescaped(percent(name), text));
      }
      return path;
    }
  }

  private static String percent(String name) {
    if (name.equals("..") || name.equals(".")) {
      return name;
    }
    StringBuilder escaped = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      escaped.append("%%%02X".formatted(b & 0xFF));
    }
    return escaped.toString();
  }
}
