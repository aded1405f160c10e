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
import org.emoglot.InvalidInputException;

/**
 * The text of tables that passed through many programs: UTF-8 in which single bytes may be
 * windows-1252, such as MELD's quotation marks, with or without a byte order mark. In Unicode
 * normal form C.
 */
public final class LenientText {

  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private LenientText() {}

  /**
   * Reads a whole file.
   *
   * @throws InvalidInputException if there is none
   */
  public static String read(Path file) {
    try {
      String text = decode(Files.readAllBytes(file));
      return Normalizer.normalize(
          text.startsWith("\uFEFF") ? text.substring(1) : text, Normalizer.Form.NFC);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException("Expected a file at " + file + ", found nothing there.", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
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
