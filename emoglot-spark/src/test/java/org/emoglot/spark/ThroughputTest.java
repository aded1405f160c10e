package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.emoglot.io.AtomicFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clips per second of a core, by the time that processes compute and not by the clock. Figures go
 * to {@code target/figures/cluster-rows.txt}. The command line and each executor have a core of
 * their own, where their compiler and garbage collector run too, as in a container, and both cores
 * are always taken: an executor is beside the command line, or beside another executor. Half of the
 * clips come first, uncounted, while Java compiles.
 */
@Tag("slow")
class ThroughputTest {

  /** Each process counts so many, after as many others: a multiple of what is answered at once. */
  private static final int ROWS = Integer.getInteger("emoglot.rows", 4096);

  /** Of what it could be. */
  private static final double LEAST = 0.9;

  @TempDir private Path folder;

  @Test
  void executors_answerAsFastAsTheCommandLine_andTwoTwiceAsFast() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")), "No taskset to pin with.");
    List<String> clips = DemoClips.copies(folder, 4 * ROWS);

    Process other = CommandLine.printing(clips.subList(0, 2 * ROWS), folder, 0);
    CompletableFuture<Double> commandLine = CompletableFuture.supplyAsync(() -> rate(other));
    double one;
    try {
      one = executors(clips.subList(0, 2 * ROWS), List.of(1));
      commandLine.join();
    } finally {
      other.destroy(); // if it has not ended
    }
    double both = executors(clips, List.of(0, 1));
    Path file = Path.of("target", "figures", "cluster-rows.txt");
    Files.createDirectories(file.resolveSibling(""));
    AtomicFiles.writeString(
        file,
        String.format(
            Locale.ROOT,
            "Clips per second of a core: command line %.1f, an executor beside it %.1f, each of two"
                + " executors %.1f%n",
            commandLine.get(),
            one,
            both));

    assertThat(one).isGreaterThan(LEAST * commandLine.get());
    assertThat(both).isGreaterThan(LEAST * commandLine.get()).isGreaterThan(LEAST * one);
  }

  /** Clips per second of a core, of a command line in the second half of its clips. */
  private static double rate(Process commandLine) {
    try (BufferedReader lines = commandLine.inputReader()) {
      double firstHalf = secondsAfterLines(lines, commandLine);
      double both = secondsAfterLines(lines, commandLine);
      assertThat(commandLine.waitFor()).isZero();
      return ROWS / (both - firstHalf);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static double secondsAfterLines(BufferedReader lines, Process commandLine)
      throws IOException {
    for (int i = 0; i < ROWS; i++) {
      assertThat(lines.readLine()).contains("label");
    }
    return computed(commandLine.toHandle());
  }

  /** Clips per second of a core, of executors on some cores, in the second half of the clips. */
  private double executors(List<String> clips, List<Integer> cores) throws Exception {
    String oneCore = LocalCluster.options() + " -XX:ActiveProcessorCount=1"; // as a container tells
    int workers = cores.size();
    List<ProcessHandle> executors;
    double rate;
    try (SparkSession spark =
        LocalCluster.start(workers, 1, 768, Map.of(LocalCluster.JAVA_OPTIONS, oneCore))) {
      executors = pinned(cores);
      answer(spark, clips.subList(0, clips.size() / 2), folder.resolve("warm" + workers));
      double before = executors.stream().mapToDouble(ThroughputTest::computed).sum();
      answer(
          spark, clips.subList(clips.size() / 2, clips.size()), folder.resolve("rows" + workers));
      double after = executors.stream().mapToDouble(ThroughputTest::computed).sum();
      rate = clips.size() / 2 / (after - before);
    }
    for (ProcessHandle executor : executors) {
      executor.onExit().get(1, TimeUnit.MINUTES); // else the next would count it among its own
    }
    return rate;
  }

  /** Seconds that a process has computed so far. */
  private static double computed(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toMillis).orElseThrow() / 1000.0;
  }

  /** Each executor on a core of its own; threads that it starts later stay there. */
  private static List<ProcessHandle> pinned(List<Integer> cores) throws Exception {
    while (LocalCluster.executors().size() < cores.size()) {
      Thread.sleep(50);
    }
    List<ProcessHandle> executors = LocalCluster.executors();
    for (int i = 0; i < cores.size(); i++) {
      int failure = 1;
      for (int j = 0; j < 20 && failure != 0; j++) { // a thread that ends meanwhile fails it
        failure = pin(executors.get(i), cores.get(i));
      }
      assertThat(failure).isZero();
    }
    return executors;
  }

  private static int pin(ProcessHandle process, int core) throws Exception {
    String pid = String.valueOf(process.pid());
    return new ProcessBuilder("taskset", "-a", "-p", "-c", String.valueOf(core), pid)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static void answer(SparkSession spark, List<String> clips, Path out) {
    Dataset<Row> table =
        spark
            .createDataset(clips, Encoders.STRING())
            .toDF("path")
            .repartition(Recordings.tasks(spark, clips.size(), 0));
    new EmotionClassifierTransformer().transform(table).write().parquet(out.toString());
  }
}
