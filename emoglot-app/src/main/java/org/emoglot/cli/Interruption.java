package org.emoglot.cli;

import java.io.PrintWriter;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM: says how to resume, interrupts the thread that runs the command, and gives it
 * a moment to put its files in order. Files are written under temporary names and moved into place,
 * so nothing half-written is ever found under a result's name, however the program ends.
 */
final class Interruption {

  private static final long PATIENCE_SECONDS = 5;

  /** Of the process, which is stopped once and then ends. */
  private static volatile boolean underWay;

  private static volatile Object command = "";

  private final CountDownLatch finished = new CountDownLatch(1);

  /** Watches for the end of the process while the calling thread runs a command. */
  static Interruption watch(PrintWriter err) {
    Interruption interruption = new Interruption();
    Thread worker = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (interruption.finished.getCount() > 0) {
                    underWay = true; // what the command says from now on is about being stopped
                    interruption.stop(worker, err);
                  }
                },
                "interruption"));
    return interruption;
  }

  /** Whether the process is being stopped, and the user has been told. */
  static boolean isUnderWay() {
    return underWay;
  }

  /** Whether a failure is but the end of a thread that was interrupted. */
  static boolean caused(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CancellationException
          || cause instanceof InterruptedException
          || cause instanceof ClosedByInterruptException) {
        return true;
      }
    }
    return false;
  }

  /** What a user should know of a command that was stopped. */
  static String sentence(Object command) {
    if (command instanceof Serving) {
      return "Stopping: what was accepted is still answered.";
    }
    return command instanceof Resumable
        ? "Interrupted: the same command resumes where it stopped."
        : "Interrupted before the end: run the same command again.";
  }

  /** Which command is running. */
  static void during(Object running) {
    command = running;
  }

  /** The command has come to its end by itself. */
  void finished() {
    finished.countDown();
  }

  /** Stops the thread that runs the command, and waits for it. */
  void stop(Thread worker, PrintWriter err) {
    err.print(Progress.interrupting());
    err.println(sentence(command));
    err.flush();
    worker.interrupt();
    try {
      if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return; // it ends where it was, and nothing of it is half-written
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
