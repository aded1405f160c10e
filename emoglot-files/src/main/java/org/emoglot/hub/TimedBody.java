package org.emoglot.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as a stream that fails after too long a silence. (The platform's client
 * watches the time up to an answer's head, not beyond.)
 */
final class TimedBody extends InputStream implements Flow.Subscriber<List<ByteBuffer>> {

  /** Bytes, or an end, good or bad. */
  private record Event(List<ByteBuffer> bytes, boolean last, @Nullable Throwable failure) {}

  private final Duration timeout;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile Flow.@Nullable Subscription subscription;
  private List<ByteBuffer> current = List.of();
  private int next;
  private boolean ended;

  TimedBody(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    newSubscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> bytes) {
    events.add(new Event(bytes, false, null));
  }

  @Override
  public void onError(Throwable failure) {
    events.add(new Event(List.of(), true, failure));
  }

  @Override
  public void onComplete() {
    events.add(new Event(List.of(), true, null));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    while (length > 0) {
      if (next < current.size()) {
        ByteBuffer buffer = current.get(next);
        int n = Math.min(length, buffer.remaining());
        buffer.get(target, offset, n);
        if (!buffer.hasRemaining()) {
          next++;
        }
        if (n > 0) {
          return n;
        }
      } else if (ended) {
        return -1;
      } else {
        await();
      }
    }
    return 0;
  }

  private void await() throws IOException {
    Event event;
    try {
      event = events.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    if (event == null) {
      throw new HttpTimeoutException("no data for %d ms".formatted(timeout.toMillis()));
    }
    if (event.failure() != null) {
      throw new IOException(event.failure().getMessage(), event.failure());
    }
    current = event.bytes();
    next = 0;
    ended = event.last();
    Flow.Subscription source = subscription;
    if (!ended && source != null) {
      source.request(1);
    }
  }

  @Override
  public void close() {
    Flow.Subscription source = subscription;
    if (source != null) {
      source.cancel();
    }
  }
}
