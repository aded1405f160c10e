package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Spark with real executor processes on this machine, from the class path of the tests: a folder
 * with links to its jars takes the place of an installed Spark. The environment names it as
 * SPARK_HOME.
 */
final class LocalCluster {

  static final String JAVA_OPTIONS = "spark.executor.extraJavaOptions";

  private LocalCluster() {}

  /** The options of Java that an executor needs here. */
  static String options() {
    return "-Demoglot.home=" + System.getProperty("emoglot.home");
  }

  /** Spark in this process alone. */
  static SparkSession local(int threads) {
    return with(SparkSession.builder().master("local[" + threads + "]"), Map.of());
  }

  /** One executor process on each of some workers. */
  static SparkSession start(int workers, int coresEach, int megabytesEach, Map<String, String> conf)
      throws IOException {
    List<String> folders = install(Path.of(System.getenv("SPARK_HOME")));
    return with(
        SparkSession.builder()
            .master("local-cluster[%d,%d,%d]".formatted(workers, coresEach, megabytesEach))
            .config("spark.executor.memory", megabytesEach + "m")
            .config("spark.executor.extraClassPath", String.join(File.pathSeparator, folders))
            .config(JAVA_OPTIONS, options()),
        conf);
  }

  private static SparkSession with(SparkSession.Builder builder, Map<String, String> conf) {
    conf.forEach(builder::config);
    SparkSession spark =
        builder
            .appName("emoglot tests")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
    return spark;
  }

  /** Links the jars, and returns the folders of classes beside them. */
  static List<String> install(Path home) throws IOException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    List<String> folders = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (Files.isDirectory(path)) {
        folders.add(path.toString());
      } else if (Files.isRegularFile(path)) {
        try {
          Files.createSymbolicLink(jars.resolve(path.getFileName()), path);
        } catch (FileAlreadyExistsException e) {
          continue; // of an earlier run
        }
      }
    }
    return folders;
  }

  /** Processes of executors that this process has started, by way of its workers or not. */
  static List<ProcessHandle> executors() {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process ->
                process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
        .toList();
  }

  /**
   * Writes a table, and kills an executor in the middle.
   *
   * @param tasks that have written their part before
   * @return the process that was killed
   */
  static ProcessHandle writeWhileOneIsKilled(Dataset<Row> table, Path out, int tasks)
      throws Exception {
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(() -> table.write().parquet(out.toString()));
    while (finishedTasks(out) < tasks && !written.isDone()) {
      Thread.sleep(20);
    }
    assertThat(written).isNotDone();
    ProcessHandle killed = executors().get(0);
    killed.destroyForcibly();
    written.get();
    return killed;
  }

  private static long finishedTasks(Path out) {
    if (!Files.isDirectory(out)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(out)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    } catch (IOException | UncheckedIOException e) {
      return 0; // moved meanwhile
    }
  }
}
