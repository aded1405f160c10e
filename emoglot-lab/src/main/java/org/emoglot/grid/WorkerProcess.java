package org.emoglot.grid;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.emoglot.experiment.ExperimentListener;
import org.emoglot.io.Json;
import org.jspecify.annotations.Nullable;

/** A worker process as the process that started it sees it. */
final class WorkerProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  private final int place;
  private final Process process;
  private final BufferedWriter in;
  private Workers.@Nullable Job job;
  private ExperimentListener listener = ExperimentListener.SILENT;

  /**
   * Something that it said.
   *
   * @param last whether it will never say anything again; the text is empty then
   */
  record Line(WorkerProcess worker, String text, boolean last) {}

  WorkerProcess(int place, Process process, BlockingQueue<Line> lines) {
    this.place = place;
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(() -> read(lines), "worker-" + place);
    reader.setDaemon(true);
    reader.start();
  }

  private void read(BlockingQueue<Line> lines) {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(new Line(this, line, false));
      }
    } catch (IOException e) {
      // the same as its end
    }
    lines.add(new Line(this, "", true));
  }

  int place() {
    return place;
  }

  /** Tells it what to train. */
  void give(Workers.Job next, ExperimentListener watcher) {
    job = next;
    listener = watcher;
    try {
      in.write(Json.writeLine(Assignment.of(next)));
      in.newLine();
      in.flush();
    } catch (IOException e) {
      process.destroyForcibly(); // it is dead or as good as dead, and its end will be heard
    }
  }

  boolean working() {
    return job != null;
  }

  Workers.Job job() {
    return Objects.requireNonNull(job);
  }

  ExperimentListener listener() {
    return listener;
  }

  /** It has ended its training. */
  void rest() {
    job = null;
    listener = ExperimentListener.SILENT;
  }

  /** There is nothing more to do. */
  void dismiss() {
    try {
      in.close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }

  int awaitExit() throws InterruptedException {
    return process.waitFor();
  }

  /** Ends it at once. Whatever it was writing is whole or not there. */
  @Override
  public void close() {
    process.destroyForcibly();
    boolean interrupted = Thread.interrupted();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
