package org.emoglot.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.emoglot.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a recording in a container, such as the Opus of a browser, of which the bytes come in
 * pieces.
 *
 * <pre>{@code
 * try (LiveAudio audio = new LiveAudio(reader, "the recording")) {
 *   for (ByteBuffer piece : pieces) {
 *     live.next(audio.next(piece));
 *   }
 *   live.next(audio.end());
 * }
 * }</pre>
 *
 * <p>Where pieces are cut changes no sample, and together they are those of the file. Decoders read
 * when they want to, so one runs in a thread of its own; whoever gives it a piece waits until it
 * wants the next one. To be used by one thread, but for {@link #close}.
 */
public final class LiveAudio implements AutoCloseable {

  private final Object lock = new Object();
  private final Thread decoding;
  private ByteBuffer piece = ByteBuffer.allocate(0);
  private final List<float[]> decoded = new ArrayList<>();
  private @Nullable Throwable failure;
  private boolean complete;
  private boolean closed;

  /** Whether the decoder has ended. */
  private boolean over;

  /** Whether the decoder has done all that it can do by now. */
  private boolean idle;

  /**
   * @param name what messages call the recording
   */
  public LiveAudio(AudioReader reader, String name) {
    decoding = new Thread(() -> decode(reader, name), "emoglot-decoding");
    decoding.setDaemon(true);
    decoding.start();
  }

  /**
   * Gives it the next bytes.
   *
   * @param bytes any number of them; read to the end and not kept
   * @return the samples that follow by now, at {@link Waveform#MODEL_SAMPLE_RATE}
   * @throws InvalidInputException if the recording is of another format, or cannot be decoded
   */
  public float[] next(ByteBuffer bytes) {
    synchronized (lock) {
      piece = bytes;
      return heard();
    }
  }

  /**
   * Says that no more bytes follow.
   *
   * @return the last samples
   * @throws InvalidInputException as {@link #next}, or if it has no sample at all
   */
  public float[] end() {
    synchronized (lock) {
      complete = true;
      return heard();
    }
  }

  private float[] heard() {
    idle = over;
    lock.notifyAll();
    while (!idle) {
      try {
        lock.wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("Interrupted while audio was decoded");
      }
    }
    if (failure instanceof InvalidInputException invalid) {
      throw new InvalidInputException(String.valueOf(invalid.getMessage()), invalid);
    }
    if (failure != null) {
      throw new IllegalStateException("Cannot decode audio", failure);
    }
    float[] samples = new float[decoded.stream().mapToInt(block -> block.length).sum()];
    int at = 0;
    for (float[] block : decoded) {
      System.arraycopy(block, 0, samples, at, block.length);
      at += block.length;
    }
    decoded.clear();
    return samples;
  }

  private void decode(AudioReader reader, String name) {
    try (SampleStream stream = reader.open(new Pieces(), name)) {
      for (float[] block = stream.next(); block.length > 0; block = stream.next()) {
        synchronized (lock) {
          decoded.add(block);
        }
      }
    } catch (RuntimeException | Error e) {
      synchronized (lock) {
        failure = e;
      }
    } finally {
      synchronized (lock) {
        idle = true;
        over = true;
        lock.notifyAll();
      }
    }
  }

  /** Ends the decoder, whose memory is free afterwards. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    try {
      decoding.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it ends by itself
    }
  }

  /** What the decoder reads. */
  private final class Pieces extends InputStream {

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      synchronized (lock) {
        while (!piece.hasRemaining() && !complete && !closed) {
          idle = true;
          lock.notifyAll();
          await();
        }
        if (closed || !piece.hasRemaining()) {
          return -1;
        }
        int read = Math.min(length, piece.remaining());
        piece.get(into, offset, read);
        return read;
      }
    }

    private void await() throws InterruptedIOException {
      try {
        lock.wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("Interrupted while waiting for audio");
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
  }
}
