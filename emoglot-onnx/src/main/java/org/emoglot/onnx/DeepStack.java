package org.emoglot.onnx;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Calls ONNX Runtime in a thread with a deep stack. When it starts, it reads text by a recursion
 * whose depth grows with the length of the command line: with a class path of four thousand
 * characters it overflows the 1 MB of a thread of Java, which ends the process.
 */
final class DeepStack {

  /** Of address space; memory is taken as far as the stack grows. */
  private static final long BYTES = 256L << 20;

  private DeepStack() {}

  /** Waits for the result even if the calling thread is interrupted, which it stays. */
  static <T> T call(Supplier<T> supplier) {
    FutureTask<T> task = new FutureTask<>(supplier::get);
    Thread thread = new Thread(null, task, "ONNX Runtime starts", BYTES);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause()); // a Supplier throws nothing else
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
