package org.emoglot.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.AdaptedCard;
import org.emoglot.classifier.AdaptedFolder;
import org.emoglot.classifier.UnlabelledSample;
import org.emoglot.data.LabelSet;
import org.emoglot.network.CommitteeFolder;
import org.emoglot.unlabelled.LogitShift;
import org.emoglot.unlabelled.SampleNote;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adapts a saved model to recordings without labels. */
@Command(
    name = "adapt",
    description = {
      "Adapts a saved model to recordings whose emotions need not be known, and writes the adapted"
          + " model to a folder of the driver, the same that the command line writes.",
      "Of more than 65,536 segments of speech, it takes so many, by a hash of their places."
    },
    sortOptions = false)
final class AdaptJob implements Callable<Integer> {

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = "--audio",
      arity = "1..*",
      paramLabel = "<file or folder>",
      description = "Recordings: audio files, and folders with audio files.")
  private List<String> recorded = new ArrayList<>();

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<folder>",
      description =
          "The folder of the adapted model, of the driver; one that is there is replaced.")
  private Path out = Path.of("");

  @Mixin private RecordingOptions recordings = new RecordingOptions();

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    if (Files.exists(out) && !AdaptedFolder.isAdapted(out)) {
      throw new InvalidInputException(
          "Expected nothing, or an adapted model, at %s, found something else: choose another --out, or remove it."
              .formatted(out));
    }
    try (Session session = Session.open("adapt")) {
      SparkSession spark = session.spark();
      Path named = ModelShipping.onTheDriver(spark, model.model());
      Path base = AdaptedFolder.isAdapted(named) ? AdaptedFolder.base(named) : named;
      ModelSource source = model.send(spark).unadapted();
      Dataset<Row> table = recordings.table(spark, recorded);
      SampleHearing.WithPrints heard =
          SampleHearing.hearWithPrints(table, model.transformer("auto"), source, model.downmix());
      UnlabelledSample sample = heard.hearing().sample();
      LabelSet labels = SharedModels.forTask(source).labels();
      AdaptedFolder.save(
          base,
          labels,
          sample.shift(),
          CommitteeFolder.heardClips(base),
          heard.prints(),
          AdaptedCard.of(base, labels, sample, heard.prints().size()),
          out);
      sample.notes().forEach(output::note);
      output.result(
          asObject(base, sample, heard.hearing().sketch()), text(base, labels, sample.shift()));
    }
    return 0;
  }

  private Map<String, Object> asObject(Path base, UnlabelledSample sample, SampleSketch sketch) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", base.toString());
    object.put("out", out.toString());
    object.put("clips", sample.clips());
    object.put("without_speech", sample.silent());
    object.put("recordings", sketch.recordings());
    object.put("unreadable", sketch.unreadable());
    object.put("shift", sample.shift());
    object.put("notes", sample.notes());
    return object;
  }

  private String text(Path base, LabelSet labels, LogitShift shift) {
    return SampleNote.changes(base, shift, labels) + "%nWrote %s.%n".formatted(out);
  }
}
