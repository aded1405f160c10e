package org.emoglot.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Threads that compute beside each other, each alone. Where work falls into independent parts they
 * are faster than all threads in one operation, which wait for each other at the end of each, and
 * what is computed outside of the engine is shared as well.
 *
 * <p>They belong to the engine, as many as its threads, and end with the process. Those who ask at
 * the same time share them.
 */
public final class Streams {

  private static volatile @Nullable ExecutorService streams;

  private Streams() {}

  /**
   * Starts them. The engine takes over the number of threads that was last set in any thread, so
   * nothing else may use it meanwhile, and the caller must set its own afterwards.
   */
  static void start(int count) {
    CountDownLatch ready = new CountDownLatch(count);
    List<Future<?>> started = new ArrayList<>();
    ExecutorService executor =
        Executors.newFixedThreadPool(
            count,
            work -> {
              Thread thread =
                  new Thread(
                      () -> {
                        torch.set_num_threads(1);
                        torch.get_num_threads(); // at the first call a thread takes what was set
                        // last
                        torch.globalContext().setFlushDenormal(true);
                        work.run();
                      },
                      "emoglot-stream");
              thread.setDaemon(true);
              thread.setContextClassLoader(null); // which they would keep for good
              return thread;
            });
    for (int i = 0; i < count; i++) {
      started.add(executor.submit(() -> meet(ready))); // each makes a thread
    }
    started.forEach(Streams::await);
    streams = executor;
  }

  private static void meet(CountDownLatch ready) {
    ready.countDown();
    boolean interrupted = false;
    while (ready.getCount() > 0) {
      try {
        ready.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many parts of some work the calling thread can have done at the same time. */
  public static int count() {
    Engine.start();
    return streams == null ? 1 : torch.get_num_threads();
  }

  /**
   * Does work on all parts, on one after the other if {@link #count} is 1. Returns when all have
   * ended, also if some failed.
   *
   * @throws RuntimeException or an error, the failure of the first part that failed
   */
  public static <T> void forEach(List<T> parts, Consumer<T> work) {
    ExecutorService executor = count() == 1 ? null : streams;
    if (executor == null) {
      parts.forEach(work);
      return;
    }
    List<Future<?>> running = new ArrayList<>();
    for (T part : parts) {
      running.add(executor.submit(() -> work.accept(part)));
    }
    Throwable failure = null;
    for (Future<?> one : running) {
      Throwable found = await(one);
      failure = failure == null ? found : failure;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure; // work throws nothing else
    }
  }

  /** Waits for the end, whatever happens, since others may free what is used until then. */
  private static @Nullable Throwable await(Future<?> running) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          running.get();
          return null;
        } catch (ExecutionException e) {
          return e.getCause();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
