package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.emoglot.io.AtomicFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clips per second of a core, by the time that processes compute and not by the clock: so it holds
 * on a machine that does other things as well. Figures go to {@code
 * target/figures/cluster-rows.txt}. The command line and each executor have a core of their own,
 * where their compiler and garbage collector run too, as in a container. Half of the clips come
 * first, uncounted, while Java compiles.
 */
@Tag("slow")
class ThroughputTest {

  private static final int ROWS = Integer.getInteger("emoglot.rows", 2500);

  /** Of what it could be. */
  private static final double LEAST = 0.9;

  @TempDir private Path folder;

  private final StringBuilder figures = new StringBuilder();

  @Test
  void executors_answerAsFastAsTheCommandLine_andTwoTwiceAsFast() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")), "No taskset to pin with.");
    List<String> clips = DemoClips.copies(folder, 2 * ROWS);

    double commandLine = figure("command line", commandLines(clips, 1));
    double two = figure("2 command lines", commandLines(clips, 2));
    double one = figure("1 executor", executors(clips, 1));
    double both = figure("2 executors", executors(clips, 2));
    figures.append(
        String.format(
            Locale.ROOT,
            "from 1 to 2: command lines %.2f, executors %.2f%n",
            two / commandLine,
            both / one));
    Path file = Path.of("target", "figures", "cluster-rows.txt");
    Files.createDirectories(file.resolveSibling(""));
    AtomicFiles.writeString(file, figures.toString());

    assertThat(one).isGreaterThan(LEAST * commandLine);
    assertThat(both).isGreaterThan(LEAST * one);
  }

  private double figure(String what, double rate) {
    figures.append(String.format(Locale.ROOT, "%s: %.1f clips per second of a core%n", what, rate));
    return rate;
  }

  /** Clips per second of a core, of processes that each answer all, in the second half of them. */
  private double commandLines(List<String> clips, int processes) throws Exception {
    double firstHalf = seconds(clips.subList(0, ROWS), processes);
    return processes * ROWS / (seconds(clips, processes) - firstHalf);
  }

  private double seconds(List<String> clips, int processes) throws Exception {
    List<Process> started = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      Path out = folder.resolve("command-line-%d.jsonl".formatted(i));
      started.add(CommandLine.start(clips, out, List.of("taskset", "-c", String.valueOf(i))));
    }
    double[] computed = new double[processes];
    while (started.stream().anyMatch(Process::isAlive)) {
      for (int i = 0; i < processes; i++) {
        computed[i] = Math.max(computed[i], computed(started.get(i).toHandle()));
      }
      Thread.sleep(20);
    }
    for (Process process : started) {
      assertThat(process.exitValue()).isZero();
    }
    return Arrays.stream(computed).sum();
  }

  /** Clips per second of a core, of executors, in the second half of the clips. */
  private double executors(List<String> clips, int workers) throws Exception {
    String oneCore = LocalCluster.options() + " -XX:ActiveProcessorCount=1"; // as a container tells
    try (SparkSession spark =
        LocalCluster.start(workers, 1, 768, Map.of(LocalCluster.JAVA_OPTIONS, oneCore))) {
      pin(workers);
      answer(spark, clips.subList(0, ROWS), folder.resolve("warm" + workers));
      double driver = computed(ProcessHandle.current());
      double before = LocalCluster.executors().stream().mapToDouble(ThroughputTest::computed).sum();
      answer(spark, clips.subList(ROWS, 2 * ROWS), folder.resolve("answers" + workers));
      double after = LocalCluster.executors().stream().mapToDouble(ThroughputTest::computed).sum();
      figures.append(
          String.format(
              Locale.ROOT,
              "driver of %d: %.2f s for all clips%n",
              workers,
              computed(ProcessHandle.current()) - driver));
      return ROWS / (after - before);
    }
  }

  /** Seconds that a process has computed so far. */
  private static double computed(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  /** Each executor to a core of its own; threads that it starts later stay there. */
  private static void pin(int workers) throws Exception {
    while (LocalCluster.executors().size() < workers) {
      Thread.sleep(50);
    }
    int core = 0;
    for (ProcessHandle executor : LocalCluster.executors()) {
      int failure = 1;
      for (int i = 0; i < 20 && failure != 0; i++) { // a thread that ends meanwhile fails it
        failure = pin(executor, core);
      }
      assertThat(failure).isZero();
      core++;
    }
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
