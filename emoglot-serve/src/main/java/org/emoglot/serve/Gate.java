package org.emoglot.serve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Lets in as many requests as can be computed or may wait, and computes as many at the same time as
 * there are workers, in the order of their arrival. May be shared by threads.
 */
final class Gate {

  private static final int LONGEST_RETRY_SECONDS = 60;
  private static final int POLL_MILLIS = 100;

  /** How much the latest piece of work counts in the mean. */
  private static final double LATEST = 0.1;

  private final int workers;
  private final int places;
  private final AtomicInteger admitted = new AtomicInteger();

  /** Of those who wait, the first to come; each is counted down when it is its turn. */
  private final Deque<CountDownLatch> line = new ArrayDeque<>();

  /** Workers that nobody has, which are some only while nobody waits. */
  private int free;

  private volatile boolean stopping;
  private volatile double meanSeconds = 0.1;

  Gate(Limits limits) {
    workers = limits.workers();
    places = limits.workers() + limits.queue();
    free = workers;
  }

  /** A request that was let in; to be closed when it has its answer. */
  final class Ticket implements AutoCloseable {

    private boolean closed;

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        admitted.decrementAndGet();
      }
    }
  }

  /**
   * Lets a request in.
   *
   * @throws Problem if the service is busy or stopping
   */
  Ticket enter() {
    if (stopping) {
      throw stopped();
    }
    if (admitted.incrementAndGet() > places) {
      admitted.decrementAndGet();
      throw Problem.later(
          Problem.Kind.BUSY,
          "Expected at most %d requests at the same time, found more: come back in a moment."
              .formatted(places),
          retrySeconds());
    }
    Ticket ticket = new Ticket();
    if (stopping) { // asked again after it was counted: who stops waits for all that are counted
      ticket.close();
      throw stopped();
    }
    return ticket;
  }

  /** What is said while the service stops. */
  static Problem stopped() {
    return Problem.later(
        Problem.Kind.STOPPING, "The service answers what it has accepted, and then stops.", 5);
  }

  /**
   * Waits for a worker and does a piece of work.
   *
   * @param gone whether nobody waits for the answer any longer
   * @throws ClientGone if so
   */
  <R> R work(Supplier<R> work, BooleanSupplier gone) {
    CountDownLatch turn = queue();
    try {
      while (!turn.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        ClientGone.check(gone);
      }
    } catch (InterruptedException e) {
      leave(turn);
      Thread.currentThread().interrupt();
      throw stopped();
    } catch (RuntimeException | Error e) {
      leave(turn);
      throw e;
    }
    return run(work);
  }

  /** Does a piece of work that is worth while only if a worker is free; says whether it did. */
  boolean workIfFree(Runnable work) {
    synchronized (line) {
      if (free == 0) {
        return false;
      }
      free--;
    }
    run(
        () -> {
          work.run();
          return true;
        });
    return true;
  }

  private CountDownLatch queue() {
    synchronized (line) {
      if (free > 0) {
        free--;
        return new CountDownLatch(0);
      }
      CountDownLatch turn = new CountDownLatch(1);
      line.add(turn);
      return turn;
    }
  }

  /** Of one who no longer waits, or whose turn has come just now. */
  private void leave(CountDownLatch turn) {
    synchronized (line) {
      if (!line.remove(turn)) {
        release();
      }
    }
  }

  private void release() {
    synchronized (line) {
      CountDownLatch next = line.poll();
      if (next == null) {
        free++;
      } else {
        next.countDown();
      }
    }
  }

  private <R> R run(Supplier<R> work) {
    long begun = System.nanoTime();
    try {
      return work.get();
    } finally {
      release();
      double seconds = (System.nanoTime() - begun) / 1e9;
      meanSeconds += LATEST * (seconds - meanSeconds); // a lost update does no harm
    }
  }

  private int retrySeconds() {
    double seconds = Math.ceil(meanSeconds * places / workers);
    return (int) Math.max(1, Math.min(LONGEST_RETRY_SECONDS, seconds));
  }

  /** Lets nobody in any more. */
  void stop() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  /** Requests that were let in and have no answer yet. */
  int admitted() {
    return admitted.get();
  }

  /** Requests that wait for a worker. */
  int waiting() {
    synchronized (line) {
      return line.size();
    }
  }

  /** Workers at work. */
  int busy() {
    synchronized (line) {
      return workers - free;
    }
  }

  /**
   * Waits until all who were let in have their answer.
   *
   * @return whether they have, in time
   */
  boolean awaitIdle(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (admitted.get() > 0) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return true;
  }
}
