package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.emoglot.corpus.AudioFiles;
import org.emoglot.io.AtomicFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes minutes; figures go to {@code target/figures/cluster-*.txt}. */
@Tag("slow")
class ManyClipsTest {

  private static final int ROWS = Integer.getInteger("emoglot.rows", 100_000);

  @TempDir private Path folder;

  @Test
  @Tag("corpora")
  void allRealClips_inAnyNumberOfPartitions_haveTheAnswersOfTheCommandLine() throws IOException {
    List<String> clips = corpora();
    Map<String, String> expected = DemoClips.answers(clips);
    try (SparkSession spark = LocalCluster.start(2, 1, 768, Map.of())) {
      for (int partitions : new int[] {1, 4, 16, 64}) {
        Dataset<Row> table =
            spark.createDataset(clips, Encoders.STRING()).toDF("path").repartition(partitions);

        List<Row> rows =
            new EmotionClassifierTransformer()
                .transform(table)
                .select("path", "emotion")
                .collectAsList();

        assertThat(DemoClips.lines(rows)).isEqualTo(expected);
      }
    }
  }

  @Test
  void manyRows_inLittleMemory_areAllAnswered() throws IOException {
    List<String> clips = DemoClips.copies(folder, ROWS);
    StringBuilder figures = new StringBuilder();
    for (int workers : new int[] {1, 2}) {
      try (SparkSession spark = LocalCluster.start(workers, 1, 768, Map.of())) {
        answer(spark, clips.subList(0, Math.min(200, ROWS)), folder.resolve("warm" + workers));
        long begun = System.nanoTime();
        Path out = folder.resolve("answers" + workers);
        answer(spark, clips, out);
        double seconds = (System.nanoTime() - begun) / 1e9;
        figures.append(
            String.format(Locale.ROOT, "%d workers: %d rows, %.1f s%n", workers, ROWS, seconds));
        Dataset<Row> written = spark.read().parquet(out.toString());
        assertThat(written.filter("emotion.error is null").select("path").distinct().count())
            .isEqualTo(ROWS);
        assertThat(written.count()).isEqualTo(ROWS);
      }
    }
    Path file = Path.of("target", "figures", "cluster-rows.txt");
    Files.createDirectories(file.resolveSibling(""));
    AtomicFiles.writeString(file, figures.toString());
  }

  private static void answer(SparkSession spark, List<String> clips, Path out) {
    Dataset<Row> table =
        spark
            .createDataset(clips, Encoders.STRING())
            .toDF("path")
            .repartition(Recordings.tasks(spark, clips.size(), 0));
    new EmotionClassifierTransformer().transform(table).write().parquet(out.toString());
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
