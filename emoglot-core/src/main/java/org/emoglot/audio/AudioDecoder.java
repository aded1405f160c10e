package org.emoglot.audio;

import java.io.InputStream;
import java.nio.file.Path;
import org.emoglot.InvalidInputException;

/**
 * Decodes one family of audio files, recognised by their content. Implementations are found with
 * {@link java.util.ServiceLoader} and are safe for use by several threads.
 *
 * <p>A decoder is bounded by what the file holds, never by what its headers announce, and gives the
 * samples of a file that ends too early as far as they go, with a warning.
 */
public interface AudioDecoder {

  /** The number of first bytes that {@link #accepts} gets; shorter files give fewer. */
  int HEAD_BYTES = 1 << 14;

  /**
   * The formats that it decodes, as a phrase for messages, such as {@code "WAV (PCM and float)"}.
   */
  String formats();

  /**
   * Whether the content is this decoder's.
   *
   * @param head the first {@link #HEAD_BYTES} bytes of the audio ({@link AudioHead}), or all of it
   */
  boolean accepts(byte[] head);

  /**
   * Decodes a whole file whose head was accepted.
   *
   * @throws org.emoglot.InvalidInputException if it cannot be decoded; the message names the file,
   *     the byte offset where it is known, and the reason
   */
  default AudioClip decode(Path file) {
    try (AudioStream stream = open(file)) {
      return WholeClip.of(stream, file);
    }
  }

  /**
   * Starts to decode a file of any length whose head was accepted.
   *
   * @return to be closed; its blocks together are what {@link #decode} gives
   * @throws org.emoglot.InvalidInputException as {@link #decode}
   */
  AudioStream open(Path file);

  /**
   * Starts to decode audio that still arrives, which is read forwards alone. Intact audio gives the
   * samples that its file gives.
   *
   * @param in read by the stream, which waits for what has not arrived; not closed
   * @param format of a content that was accepted
   * @param name what messages call it
   * @throws InvalidInputException if it cannot be decoded, or this decoder needs a file
   */
  default AudioStream open(InputStream in, AudioFormat format, String name) {
    throw new InvalidInputException(
        "Expected a whole file of %s, found %s, which still arrives: send it as a file."
            .formatted(format.title(), name));
  }
}
