package org.emoglot.serve;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A body that ends with a {@link Problem} where it is too large or takes too long to arrive. */
final class BoundedInput extends FilterInputStream {

  private final Limits limits;
  private final long deadline;
  private long left;

  BoundedInput(InputStream in, Limits limits) {
    super(in);
    this.limits = limits;
    this.left = limits.bytes();
    this.deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limits.uploadSeconds());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = next(bytes, offset, length);
    left -= Math.max(0, read);
    if (left < 0) {
      throw Body.tooLarge(limits);
    }
    if (System.nanoTime() - deadline > 0) {
      throw tooSlow();
    }
    return read;
  }

  private int next(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      if (e.getCause() instanceof TimeoutException) { // nothing has arrived for too long
        throw tooSlow();
      }
      throw e;
    }
  }

  private Problem tooSlow() {
    return Problem.of(
        Problem.Kind.TOO_SLOW,
        "Expected a request that arrives within %d seconds, found a slower one."
            .formatted(limits.uploadSeconds()));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public long skip(long count) {
    throw new UnsupportedOperationException("A body is read, not skipped.");
  }
}
