package org.emoglot.spark;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.emoglot.InvalidInputException;
import org.emoglot.experiment.Experiment;
import org.emoglot.grid.WorkerFailure;
import org.emoglot.grid.Workers;
import org.emoglot.io.AtomicFolders;

/**
 * Trains on a cluster: each training is a task, which a lost executor repeats elsewhere. The folder
 * of its results comes back to the driver, whole or not at all.
 */
final class SparkWorkers implements Workers {

  private final SparkSession spark;
  private final List<String> words;

  /**
   * @param words of the command line, by which every machine plans the same trainings
   */
  SparkWorkers(SparkSession spark, List<String> words) {
    this.spark = spark;
    this.words = new ArrayList<>(words);
  }

  @Override
  public int atOnce() {
    int cpus = spark.sparkContext().getConf().getInt("spark.task.cpus", 1);
    return Math.max(1, spark.sparkContext().defaultParallelism() / cpus);
  }

  @Override
  public void run(List<Job> jobs, Watcher watcher) {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce());
    CompletionService<Training.Result> results = new ExecutorCompletionService<>(threads);
    Map<Future<Training.Result>, Job> waiting = new HashMap<>();
    try {
      for (Job job : jobs) {
        watcher.starting(job);
        waiting.put(results.submit(() -> train(job.run().name(), job.request().backbone())), job);
      }
      while (!waiting.isEmpty()) {
        Future<Training.Result> future = results.take();
        take(future, Objects.requireNonNull(waiting.remove(future)), watcher);
      }
    } catch (InterruptedException e) {
      spark.sparkContext().cancelAllJobs();
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted.");
    } finally {
      threads.shutdownNow();
    }
  }

  private Training.Result train(String name, String backbone) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(List.of(name), 1)
        .map(new Training(words, backbone))
        .first();
  }

  private static void take(Future<Training.Result> future, Job job, Watcher watcher)
      throws InterruptedException {
    Training.Result result;
    try {
      result = future.get();
    } catch (ExecutionException e) {
      watcher.failed(job, new WorkerFailure(String.valueOf(e.getCause())));
      return;
    }
    if (!result.failure().isEmpty()) {
      watcher.failed(
          job,
          result.badInput()
              ? new InvalidInputException(result.failure())
              : new WorkerFailure(result.failure()));
      return;
    }
    Path folder = job.request().out();
    AtomicFolders.write(
        folder, temporary -> Zip.read(new ByteArrayInputStream(result.folder()), temporary));
    watcher.done(
        job,
        Experiment.finished(folder)
            .orElseThrow(() -> new WorkerFailure("Its record has disappeared: " + folder)));
  }
}
