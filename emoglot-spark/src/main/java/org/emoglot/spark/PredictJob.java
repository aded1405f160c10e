package org.emoglot.spark;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.UnlabelledSample;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Recognises emotions in audio files. */
@Command(
    name = "predict",
    description = {
      "Recognises the emotion in recordings, and writes a folder of answers.",
      "A recording that cannot be read has an error in the place of its answer; the others get"
          + " theirs, and the exit code is 0, unless there are no others."
    },
    sortOptions = false)
final class PredictJob implements Callable<Integer> {

  /** Whether long recordings are cut into segments of speech. */
  enum Segments {
    AUTO,
    OFF;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = "--format",
      paramLabel = "<format>",
      description =
          "${COMPLETION-CANDIDATES} (default: by the ending of --out, else parquet). csv and jsonl"
              + " are those of the command line, and leave out recordings that cannot be read.")
  private AnswerFiles.@Nullable Format format;

  @Option(
      names = "--segments",
      paramLabel = "<when>",
      description =
          "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}): a recording of more than 8 s gets one"
              + " answer per segment of speech as well; or every recording gets one answer.")
  private Segments segments = Segments.AUTO;

  @Option(
      names = "--embedding",
      description = "Give the embedding of every recording too (parquet alone).")
  private boolean embedding;

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<folder>",
      description = "The folder for the answers, in any file system of Hadoop.")
  private String out = "";

  @Option(
      names = "--adapt-to",
      paramLabel = "<file or folder>",
      description = "Recordings without labels to adapt the answers to first, as for adapt.")
  private String adaptTo = "";

  @Mixin private RecordingOptions recordings = new RecordingOptions();

  @Mixin private WatchOptions watch = new WatchOptions();

  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "<file or folder>", arity = "0..*", description = "Recordings.")
  private List<String> paths = new ArrayList<>();

  @Override
  public Integer call() {
    watch.requireWanted();
    if (embedding && chosen() != AnswerFiles.Format.PARQUET) {
      throw new InvalidInputException(
          "Expected --format parquet for --embedding, found %s.".formatted(chosen()));
    }
    try (Session session = Session.open("predict")) {
      SparkSession spark = session.spark();
      ModelSource source = adapted(spark, model.send(spark));
      EmotionClassifierTransformer asker =
          model.transformer(segments.toString()).setEmbedding(embedding);
      if (watch.isWanted()) {
        if (chosen() != AnswerFiles.Format.PARQUET || !recordings.isEmpty()) {
          throw new InvalidInputException(
              "Expected one folder and --format parquet with --watch, found another format, or a list or manifest of recordings.");
        }
        watch.run(spark, asker, source, paths, out, output);
        return 0;
      }
      AnswerFiles files = new AnswerFiles(spark, out, chosen());
      files.requireFree();
      Dataset<Row> table = recordings.table(spark, paths);
      AnswerFiles.Summary summary =
          files.write(answers(asker.transform(table, source)), labels(source));
      summary.errors().forEach(output::note);
      if (summary.failed() > summary.errors().size()) {
        output.note(
            "%d more cannot be read.".formatted(summary.failed() - summary.errors().size()));
      }
      output.result(asObject(summary), text(summary));
      if (summary.files() == 0) {
        throw new InvalidInputException(
            "Expected at least one recording that can be read, found none among %d: correct the paths."
                .formatted(summary.failed()));
      }
    }
    return 0;
  }

  private ModelSource adapted(SparkSession spark, ModelSource source) {
    if (adaptTo.isEmpty()) {
      return source;
    }
    Dataset<Row> table = Recordings.of(spark, List.of(adaptTo), recordings.partitions());
    UnlabelledSample sample =
        SampleHearing.hear(table, model.transformer("auto"), source.unadapted()).sample();
    sample.notes().forEach(output::note);
    return source.adapted(sample.shift());
  }

  private AnswerFiles.Format chosen() {
    if (format != null) {
      return format;
    }
    String name = out.toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return AnswerFiles.Format.CSV;
    }
    return name.endsWith(".jsonl") || name.endsWith(".ndjson")
        ? AnswerFiles.Format.JSONL
        : AnswerFiles.Format.PARQUET;
  }

  static Dataset<Row> answers(Dataset<Row> answered) {
    return answered.select(col(Recordings.NAME).as(AnswerFiles.PATH), col("emotion.*"));
  }

  static List<String> labels(ModelSource source) {
    return SharedModels.forTask(source).labels().names();
  }

  private Map<String, Object> asObject(AnswerFiles.Summary summary) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("out", out);
    object.put("format", chosen().toString());
    object.put("summary", summary);
    return object;
  }

  private String text(AnswerFiles.Summary summary) {
    return "%d files: %s, no speech %d; %d answers are uncertain; %d files could not be read.%nWrote the folder %s.%n"
        .formatted(
            summary.files(),
            summary.emotions().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ")),
            summary.withoutSpeech(),
            summary.uncertain(),
            summary.failed(),
            out);
  }
}
