package org.emoglot.serve;

import java.util.concurrent.Semaphore;
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
  private final Semaphore free;
  private final AtomicInteger admitted = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean stopping;
  private volatile double meanSeconds = 0.1;

  Gate(Limits limits) {
    workers = limits.workers();
    places = limits.workers() + limits.queue();
    free = new Semaphore(workers, true);
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
    waiting.incrementAndGet();
    try {
      while (!free.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        ClientGone.check(gone);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped();
    } finally {
      waiting.decrementAndGet();
    }
    return run(work);
  }

  /** Does a piece of work that is worth while only if a worker is free; says whether it did. */
  boolean workIfFree(Runnable work) {
    if (!free.tryAcquire()) {
      return false;
    }
    run(
        () -> {
          work.run();
          return true;
        });
    return true;
  }

  private <R> R run(Supplier<R> work) {
    long begun = System.nanoTime();
    try {
      return work.get();
    } finally {
      free.release();
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

  /** Requests and streams that wait for a worker. */
  int waiting() {
    return waiting.get();
  }

  /** Workers at work. */
  int busy() {
    return workers - free.availablePermits();
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
