package org.emoglot.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.emoglot.InvalidInputException;

/**
 * The text of tables that passed through many programs: UTF-8 in which single bytes may be
 * windows-1252, such as MELD's quotation marks, or UTF-16 or UTF-32 by its byte order mark or by
 * the zeros between its letters. In Unicode normal form C.
 */
public final class LenientText {

  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  /** By their byte order marks, the longer ones first, with which shorter ones begin. */
  private static final Map<String, byte[]> WIDE_FORMS = new LinkedHashMap<>();

  static {
    WIDE_FORMS.put("UTF-32LE", new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 0});
    WIDE_FORMS.put("UTF-32BE", new byte[] {0, 0, (byte) 0xFE, (byte) 0xFF});
    WIDE_FORMS.put("UTF-16LE", new byte[] {(byte) 0xFF, (byte) 0xFE});
    WIDE_FORMS.put("UTF-16BE", new byte[] {(byte) 0xFE, (byte) 0xFF});
  }

  private LenientText() {}

  /**
   * Reads a whole file.
   *
   * @throws InvalidInputException if there is none
   */
  public static String read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      Optional<Charset> wide = wide(bytes);
      String text = wide.isPresent() ? new String(bytes, wide.get()) : decode(bytes);
      return Normalizer.normalize(
          text.startsWith("\uFEFF") ? text.substring(1) : text, Normalizer.Form.NFC);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException("Expected a file at " + file + ", found nothing there.", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** The Unicode form of two or four bytes a letter, if it is one. */
  private static Optional<Charset> wide(byte[] bytes) {
    for (Map.Entry<String, byte[]> form : WIDE_FORMS.entrySet()) {
      byte[] beginning = form.getValue();
      if (Arrays.equals(
          beginning, Arrays.copyOf(bytes, Math.min(bytes.length, beginning.length)))) {
        return Optional.of(Charset.forName(form.getKey()));
      }
    }
    if (bytes.length > 3 && bytes.length % 2 == 0) {
      // No mark: a table begins with a letter of ASCII.
      if (bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0) {
        return Optional.of(StandardCharsets.UTF_16LE);
      }
      if (bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0 && bytes[3] != 0) {
        return Optional.of(StandardCharsets.UTF_16BE);
      }
    }
    return Optional.empty();
  }

  private static String decode(byte[] bytes) {
    CharsetDecoder utf8 =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1); // no byte becomes more than one char
    CoderResult result = utf8.decode(in, out, true);
    while (result.isError()) {
      byte[] stray = new byte[result.length()];
      in.get(stray);
      out.put(new String(stray, WINDOWS_1252));
      utf8.reset();
      result = utf8.decode(in, out, true);
    }
    return out.flip().toString();
  }
}
