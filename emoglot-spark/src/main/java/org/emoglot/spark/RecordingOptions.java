package org.emoglot.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.emoglot.InvalidInputException;
import picocli.CommandLine.Option;

/** Which recordings a job is about, but for those that it is given as words. */
final class RecordingOptions {

  @Option(
      names = "--files-from",
      paramLabel = "<list>",
      description = "A text file that lists more files, one per line, or ending with NUL.")
  private String list = "";

  @Option(
      names = "--manifest",
      paramLabel = "<csv|parquet>",
      description =
          "A manifest: CSV, or a Parquet file or folder, with the columns utt_id and path, and start,"
              + " end and conditioning where there are any.")
  private String manifest = "";

  @Option(
      names = "--partitions",
      paramLabel = "<n>",
      description =
          "The number of tasks (default: one for 256 recordings, at least four per core of the"
              + " cluster, where there are so many recordings).")
  private int partitions = 0;

  /** Whether neither a list nor a manifest is named. */
  boolean isEmpty() {
    return list.isEmpty() && manifest.isEmpty();
  }

  String manifest() {
    return manifest;
  }

  int partitions() {
    return partitions;
  }

  /**
   * The table of {@link Recordings}.
   *
   * @param words files and folders
   */
  Dataset<Row> table(SparkSession spark, List<String> words) {
    List<String> paths = new ArrayList<>(words);
    if (!list.isEmpty()) {
      String text = read(Path.of(list));
      String end = text.indexOf('\0') >= 0 ? "\0" : "\\R";
      Arrays.stream(text.split(end)).filter(line -> !line.isBlank()).forEach(paths::add);
    }
    if (paths.isEmpty() == manifest.isEmpty()) {
      throw new InvalidInputException(
          "Expected recordings, as files, folders and --files-from, or as one --manifest, found %s."
              .formatted(paths.isEmpty() ? "neither" : "both"));
    }
    return manifest.isEmpty()
        ? Recordings.of(spark, paths, partitions)
        : Recordings.ofManifest(spark, manifest, partitions);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          "Expected a list of files at %s, found nothing there.".formatted(file), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
