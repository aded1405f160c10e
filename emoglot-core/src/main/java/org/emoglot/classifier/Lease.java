package org.emoglot.classifier;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** A loaded model that several classifiers may share: it is closed once, while nobody asks it. */
final class Lease {

  private final Scorer scorer;

  /** Who asks holds the read lock, who closes the write lock. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private boolean closed;

  Lease(Scorer scorer) {
    this.scorer = scorer;
  }

  /**
   * Works with the model.
   *
   * @throws IllegalStateException if it is closed
   */
  <R> R whileOpen(Supplier<R> work) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "This classifier is closed: use it before close(), or load the model again.");
      }
      return work.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Closes the model once all who are being answered have their answer; then does nothing. */
  void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        scorer.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
