package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that fills, and a driver that is killed. */
class WatchTest {

  private static final int CLIPS = 80;

  @TempDir private Path folder;

  @Test
  void driverThatIsKilled_goesOn_andAnswersEachRecordingOnce() throws Exception {
    Path calls = Files.createDirectory(folder.resolve("calls"));
    Path out = folder.resolve("answers");
    List<String> clips = new ArrayList<>(copies(calls, 0, CLIPS));
    Files.writeString(calls.resolve("notes.txt"), "no recording");

    Process killed = start(calls, out);
    await(() -> committed(out) >= 2);
    killed.destroyForcibly().waitFor();
    assertThat(committed(out)).isLessThan(CLIPS / 10);
    clips.addAll(copies(calls, CLIPS, 20)); // comes while nobody listens

    assertThat(start(calls, out, "--once").waitFor(120, TimeUnit.SECONDS)).isTrue();

    SparkSession spark = LocalCluster.local(1);
    try {
      List<Row> rows = spark.read().parquet(out.toString()).select("path", "error").collectAsList();
      assertThat(rows)
          .extracting(row -> row.getString(0).replaceFirst("^file:/+", "/"))
          .containsExactlyInAnyOrderElementsOf(clips);
      assertThat(rows).allMatch(row -> row.isNullAt(1));
    } finally {
      spark.stop();
    }
  }

  private static List<String> copies(Path calls, int first, int number) throws IOException {
    List<String> sources = DemoClips.some(40);
    List<String> names = new ArrayList<>();
    for (int i = first; i < first + number; i++) {
      Path hidden = calls.resolve(".%04d.flac".formatted(i));
      Path name = calls.resolve("%04d.flac".formatted(i));
      Files.copy(Path.of(sources.get(i % sources.size())), hidden);
      Files.move(hidden, name); // whole, as the documentation asks for
      names.add(name.toString());
    }
    return names;
  }

  /** How many batches are in the table. */
  private static long committed(Path out) {
    Path log = out.resolve("_spark_metadata");
    if (!Files.isDirectory(log)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(log)) {
      return files
          .filter(file -> file.getFileName().toString().matches("\\d+(\\.compact)?"))
          .count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static Process start(Path calls, Path out, String... more) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-Xmx768m");
    java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(word -> word.startsWith("--add-opens") || word.startsWith("-Dorg.bytedeco"))
        .forEach(words::add);
    words.addAll(
        List.of(
            "-Demoglot.home=" + System.getProperty("emoglot.home"),
            "-Dspark.ui.enabled=false",
            "-Dspark.master=local[2]",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "predict",
            "--watch",
            "--at-most",
            "10",
            "--every",
            "1s",
            "--out",
            out.toString(),
            calls.toString()));
    words.addAll(List.of(more));
    return new ProcessBuilder(words).inheritIO().start();
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(50);
    }
  }
}
