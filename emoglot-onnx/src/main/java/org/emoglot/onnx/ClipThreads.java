package org.emoglot.onnx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Threads that answer clips beside each other, each clip in one of them: threads that share an
 * operation wait for each other at the end of each, which costs most where other programs run.
 */
final class ClipThreads implements AutoCloseable {

  private final @Nullable ExecutorService executor;

  /**
   * @param count at least 1, which is that of the caller
   */
  ClipThreads(int count) {
    executor = count == 1 ? null : Executors.newFixedThreadPool(count, ClipThreads::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "emoglot-clip");
    thread.setDaemon(true);
    thread.setContextClassLoader(null); // which it would keep as long as it lives
    return thread;
  }

  /**
   * Does work on all items, the largest first: then no thread is left with a large one while the
   * others have nothing to do. Returns when all have ended, also if some failed.
   *
   * @param size how much work an item is
   * @return the results, in the order of the items
   * @throws RuntimeException or an error, that of the last item that failed
   */
  <T, R> List<R> map(List<T> items, ToIntFunction<T> size, Function<T, R> work) {
    ExecutorService shared = executor;
    if (shared == null || items.size() == 1) {
      return items.stream().map(work).toList();
    }
    List<FutureTask<R>> running =
        items.stream().map(item -> new FutureTask<>(() -> work.apply(item))).toList();
    IntStream.range(0, items.size())
        .boxed()
        .sorted(Comparator.comparingInt(i -> -size.applyAsInt(items.get(i))))
        .forEach(i -> shared.execute(running.get(i)));
    List<R> results = new ArrayList<>();
    Throwable failure = null;
    for (Future<R> one : running) {
      try {
        results.add(await(one));
      } catch (ExecutionException e) {
        failure = e.getCause();
      }
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure; // work throws nothing else
    }
    return results;
  }

  /** Waits for the end, whatever happens: the session may be closed after it. */
  private static <R> R await(Future<R> running) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return running.get();
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

  @Override
  public void close() {
    if (executor != null) {
      executor.shutdown();
    }
  }
}
