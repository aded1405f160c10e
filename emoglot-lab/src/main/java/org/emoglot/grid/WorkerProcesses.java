package org.emoglot.grid;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.emoglot.InvalidInputException;
import org.emoglot.experiment.Experiment;
import org.emoglot.experiment.RunRecord;

/**
 * Several processes, each with one training at a time. If one fails, the others go on; when this
 * process ends, they end.
 */
public final class WorkerProcesses implements Workers {

  /** Signals by which a terminal or the system ends this process and its workers together. */
  private static final List<Integer> INTERRUPTED = List.of(128 + 1, 128 + 2, 128 + 15);

  private static final long OUR_OWN_INTERRUPT_MILLIS = 500;

  private final int atOnce;
  private final Launcher launcher;

  /** Starts a process with a {@link Worker}. */
  @FunctionalInterface
  public interface Launcher {

    /**
     * Starts one, with pipes as its standard input and output.
     *
     * @param place which of the processes at work it is, from 0
     */
    Process start(int place) throws IOException;
  }

  /**
   * Processes to come.
   *
   * @param atOnce how many at most, at least one
   */
  public WorkerProcesses(int atOnce, Launcher launcher) {
    this.atOnce = atOnce;
    this.launcher = launcher;
  }

  @Override
  public int atOnce() {
    return atOnce;
  }

  @Override
  public void run(List<Job> jobs, Watcher watcher) {
    Deque<Job> waiting = new ArrayDeque<>(jobs);
    BlockingQueue<WorkerProcess.Line> lines = new LinkedBlockingQueue<>();
    List<WorkerProcess> all = new ArrayList<>();
    try {
      int running = 0;
      for (int place = 0; place < atOnce && !waiting.isEmpty(); place++) {
        start(place, waiting.remove(), lines, all, watcher);
        running++;
      }
      while (running > 0) {
        WorkerProcess.Line line = lines.take();
        WorkerProcess worker = line.worker();
        if (!line.last()) {
          hear(worker, WorkerMessages.read(line.text()), waiting, watcher);
        } else if (worker.working()) { // it died
          watcher.failed(worker.job(), died(worker));
          all.remove(worker);
          running--;
          if (!waiting.isEmpty()) {
            start(worker.place(), waiting.remove(), lines, all, watcher);
            running++;
          }
        } else {
          running--;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted.");
    } finally {
      all.forEach(WorkerProcess::close);
    }
  }

  private void start(
      int place,
      Job job,
      BlockingQueue<WorkerProcess.Line> lines,
      List<WorkerProcess> all,
      Watcher watcher) {
    try {
      WorkerProcess worker = new WorkerProcess(place, launcher.start(place), lines);
      all.add(worker);
      worker.give(job, watcher.starting(job));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a worker process: " + e.getMessage(), e);
    }
  }

  private static void hear(
      WorkerProcess worker, JsonNode message, Deque<Job> waiting, Watcher watcher) {
    if (!worker.working()) {
      return;
    }
    Job job = worker.job();
    switch (WorkerMessages.event(message)) {
      case WorkerMessages.DONE -> {
        next(worker, waiting, watcher, () -> watcher.done(job, finished(job)));
      }
      case WorkerMessages.FAILED -> {
        WorkerMessages.Failed why = WorkerMessages.value(message, WorkerMessages.Failed.class);
        RuntimeException failure =
            why.input()
                ? new InvalidInputException(why.sentence())
                : new WorkerFailure(why.sentence());
        next(worker, waiting, watcher, () -> watcher.failed(job, failure));
      }
      default -> WorkerMessages.pass(message, worker.listener());
    }
  }

  /** Tells what became of a training and hands out the next. */
  private static void next(
      WorkerProcess worker, Deque<Job> waiting, Watcher watcher, Runnable outcome) {
    worker.rest();
    outcome.run();
    if (waiting.isEmpty()) {
      worker.dismiss();
    } else {
      Job job = waiting.remove();
      worker.give(job, watcher.starting(job));
    }
  }

  private static RunRecord finished(Job job) {
    return Experiment.finished(job.request().out())
        .orElseThrow(() -> new WorkerFailure("Its record has disappeared: " + job.request().out()));
  }

  private static WorkerFailure died(WorkerProcess worker) throws InterruptedException {
    int status = worker.awaitExit();
    if (INTERRUPTED.contains(status)) {
      TimeUnit.MILLISECONDS.sleep(OUR_OWN_INTERRUPT_MILLIS); // interrupted in here, if it is ours
    }
    return new WorkerFailure(
        "Its process ended with status %d before it was done%s"
            .formatted(
                status, status == 128 + 9 ? " (killed, perhaps because memory was short)" : ""));
  }
}
