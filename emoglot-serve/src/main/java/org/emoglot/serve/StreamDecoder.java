package org.emoglot.serve;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.emoglot.InvalidInputException;

/**
 * Makes samples of the bytes of a stream, wherever these were cut. For one thread at a time, but
 * for {@link #close}.
 */
interface StreamDecoder extends AutoCloseable {

  /** Samples per second that it gives. */
  int rate();

  /**
   * Decodes the next bytes.
   *
   * @param chunk of any length; read to its end
   * @param ear hears the samples in pieces of bounded memory
   * @throws InvalidInputException if they cannot be decoded
   */
  void next(ByteBuffer chunk, Consumer<float[]> ear);

  /**
   * Decodes what is left; nothing follows.
   *
   * @throws InvalidInputException if that cannot be decoded
   */
  void end(Consumer<float[]> ear);

  @Override
  void close();
}
