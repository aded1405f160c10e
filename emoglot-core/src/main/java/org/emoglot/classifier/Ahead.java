package org.emoglot.classifier;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Work that is begun before it is needed, in a thread of its own, such as loading native libraries.
 * The thread has ended when this is closed: a process must not end while a library is being loaded.
 */
final class Ahead implements AutoCloseable {

  private final FutureTask<Void> task;
  private final Thread thread;

  private Ahead(String name, Runnable work) {
    task = new FutureTask<>(work, null);
    thread = new Thread(task, name);
  }

  /** Begins with it. */
  static Ahead begin(String name, Runnable work) {
    Ahead ahead = new Ahead(name, work);
    ahead.thread.setDaemon(true);
    ahead.thread.start();
    return ahead;
  }

  /**
   * Waits until it is done, and throws what it threw.
   *
   * @throws CancellationException if the calling thread is interrupted meanwhile; it stays so
   */
  void await() {
    try {
      task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new CancellationException("Stopped while waiting for the " + thread.getName());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause()); // a Runnable throws nothing else
    }
  }

  /** Waits for its end; what it threw will be thrown to whoever needs it. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    while (thread.isAlive()) {
      if (interrupted) {
        thread.interrupt();
      }
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
