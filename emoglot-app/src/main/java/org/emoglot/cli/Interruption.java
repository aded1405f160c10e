package org.emoglot.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM: interrupts the thread that runs the command, and gives it a moment to put its
 * files in order. Files are written under temporary names and moved into place, so nothing
 * half-written is ever found under a result's name, however the program ends.
 */
final class Interruption {

  private static final long PATIENCE_SECONDS = 5;

  private final CountDownLatch finished = new CountDownLatch(1);

  private Interruption() {}

  /** Watches for the end of the process while the calling thread runs a command. */
  static Interruption watch(PrintWriter err) {
    Interruption interruption = new Interruption();
    Thread worker = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> interruption.stop(worker, err), "interruption"));
    return interruption;
  }

  /** The command has come to its end by itself. */
  void finished() {
    finished.countDown();
  }

  private void stop(Thread worker, PrintWriter err) {
    if (finished.getCount() == 0) {
      return;
    }
    err.println();
    err.println("Interrupted: stopping.");
    err.flush();
    worker.interrupt();
    try {
      boolean stopped = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!stopped) {
        err.println("Still busy: ended where it was.");
        err.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
