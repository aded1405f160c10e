package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.emoglot.corpus.AudioFiles;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.Sha256;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes minutes; figures go to {@code target/figures/cluster-*.txt}. */
@Tag("slow")
class ManyClipsTest {

  private static final int ROWS = Integer.getInteger("emoglot.rows", 100_000);

  private static final int HEAP_MEGABYTES = 768;

  @TempDir private Path folder;

  @Test
  @Tag("corpora")
  void allRealClips_inAnyNumberOfPartitions_haveTheAnswersOfTheCommandLine() throws Exception {
    List<String> clips = corpora();
    Map<String, String> expected = CommandLine.predict(clips, folder);
    assertThat(expected.keySet()).containsExactlyInAnyOrderElementsOf(clips);
    StringBuilder figures = new StringBuilder(line("command line", expected));
    try (SparkSession spark = LocalCluster.start(2, 1, HEAP_MEGABYTES, Map.of())) {
      for (int partitions : new int[] {1, 4, 16, 64}) {
        boolean killing = partitions == 64;
        Dataset<Row> answered =
            new EmotionClassifierTransformer()
                .transform(
                    spark
                        .createDataset(clips, Encoders.STRING())
                        .toDF("path")
                        .repartition(partitions));
        Path out = folder.resolve("answers" + partitions);

        if (killing) {
          LocalCluster.writeWhileOneIsKilled(answered, out, 20);
        } else {
          answered.write().parquet(out.toString());
        }

        Map<String, String> found =
            DemoClips.lines(
                spark.read().parquet(out.toString()).select("path", "emotion").collectAsList());
        figures.append(
            line(partitions + " partitions" + (killing ? ", an executor killed" : ""), found));
        assertThat(found).isEqualTo(expected);
      }
    }
    write("cluster-answers.txt", figures.toString());
  }

  /** What was asked, the number of answers, and the hash of all of them in the order of paths. */
  private static String line(String what, Map<String, String> answers) {
    String all = String.join("\n", new TreeMap<>(answers).values());
    return "%s: %d clips, SHA-256 %s%n".formatted(what, answers.size(), Sha256.of(all));
  }

  private static void write(String name, String figures) throws IOException {
    Path file = Path.of("target", "figures", name);
    Files.createDirectories(file.resolveSibling(""));
    AtomicFiles.writeString(file, figures);
  }

  @Test
  void manyRows_inLittleMemory_areAllAnswered() throws Exception {
    List<String> clips = DemoClips.copies(folder, ROWS);
    StringBuilder manifest = new StringBuilder("utt_id,path,start,end\n");
    clips.forEach(
        clip ->
            manifest.append("call %s,%s,0.5,0.8%n".formatted(Path.of(clip).getFileName(), clip)));
    Path rows = Files.writeString(folder.resolve("rows.csv"), manifest);
    Path out = folder.resolve("answers");
    List<Long> peaks = new ArrayList<>();
    try (SparkSession spark = LocalCluster.start(2, 1, HEAP_MEGABYTES, Map.of())) {
      CompletableFuture<String> job =
          CompletableFuture.supplyAsync(
              () -> Jobs.run("predict", "--manifest", rows.toString(), "--out", out.toString()));
      while (!job.isDone()) {
        Thread.sleep(1000);
        LocalCluster.executors().stream().mapToLong(Memory::megabytes).max().ifPresent(peaks::add);
      }

      assertThat(job.get()).startsWith(ROWS + " files: ").contains("0 files could not be read");
      assertThat(spark.read().parquet(out.toString()).select("path").distinct().count())
          .isEqualTo(ROWS);
    }
    long early = Collections.max(peaks.subList(0, Math.max(1, peaks.size() / 5)));
    long ever = Collections.max(peaks);
    write(
        "cluster-memory.txt",
        "%d rows: an executor with a heap of %d MB takes %d MB at most; %d MB in the first fifth of the time%n"
            .formatted(ROWS, HEAP_MEGABYTES, ever, early));
    assertThat(ever).isLessThan(HEAP_MEGABYTES + 1024);
    assertThat(ever - early).isLessThan(200);
  }

  private static List<String> corpora() {
    Path root =
        Optional.ofNullable(System.getenv("EMOGLOT_CORPORA"))
            .map(Path::of)
            .orElseGet(
                () -> Path.of(System.getProperty("emoglot.home")).resolve("../shared/corpora"))
            .toAbsolutePath()
            .normalize();
    assumeTrue(Files.isDirectory(root), "No real corpora at " + root + ": set EMOGLOT_CORPORA.");
    return AudioFiles.under(root).clips().stream().map(clip -> clip.file().toString()).toList();
  }
}
