package org.emoglot.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.emoglot.InvalidInputException;

/** Puts audio from anywhere into a file for as long as somebody needs it there. */
final class TemporaryCopy {

  private TemporaryCopy() {}

  /**
   * Does something with what a stream holds.
   *
   * @param in read to its end, and not closed
   * @param name replaces the temporary file in messages
   */
  static <R> R use(InputStream in, String name, Function<Path, R> work) {
    try {
      Path file = Files.createTempFile("emoglot-", ".audio"); // readable only by its owner
      try {
        try (OutputStream out = Files.newOutputStream(file)) {
          in.transferTo(out);
        }
        return work.apply(file);
      } catch (InvalidInputException e) {
        String message = String.valueOf(e.getMessage());
        throw new InvalidInputException(message.replace(file.toString(), name), e);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot keep %s in a temporary file: %s".formatted(name, e.getMessage()), e);
    }
  }
}
