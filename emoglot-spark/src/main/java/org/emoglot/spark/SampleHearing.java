package org.emoglot.spark;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Downmix;
import org.emoglot.classifier.UnlabelledSample;
import org.emoglot.fingerprint.ClipPrint;
import org.emoglot.fingerprint.Fingerprint;
import org.emoglot.remote.RemoteAudio;

/**
 * Recordings without labels, heard on a cluster.
 *
 * @param sample what a model is adapted to
 * @param sketch how it was collected
 */
record SampleHearing(UnlabelledSample sample, SampleSketch sketch) {

  /** Longer recordings are named, but not by what they hold. */
  private static final double LONGEST_SECONDS = 600;

  private static final int DEPTH = 3; // of the tree in which parts are merged

  private static final String ANSWER = "emotion";

  /** A print on its way to the driver. */
  private record SentPrint(long position, String name, String sha256, String fingerprint)
      implements Serializable {}

  /** Asks the unadapted model about all recordings of a table of {@link Recordings}. */
  static SampleHearing hear(
      Dataset<Row> table, EmotionClassifierTransformer asker, ModelSource unadapted) {
    return hear(asker.transform(table, unadapted), unadapted);
  }

  private static SampleHearing hear(Dataset<Row> answered, ModelSource unadapted) {
    List<String> labels = new ArrayList<>(PredictJob.labels(unadapted));
    SampleSketch sketch =
        answered
            .select(Recordings.POSITION, ANSWER)
            .javaRDD()
            .treeAggregate(
                new SampleSketch(labels),
                (part, row) -> part.add(row.getLong(0), row.getStruct(1)),
                SampleSketch::merge,
                DEPTH);
    if (sketch.recordings() == 0) {
      throw new InvalidInputException(
          "Expected at least one recording to adapt to that can be read, found none among %d."
              .formatted(sketch.unreadable()));
    }
    UnlabelledSample sample = SharedModels.forTask(unadapted).sample();
    sketch.giveTo(sample);
    return new SampleHearing(sample, sketch);
  }

  /** Also takes what identifies each recording, so that nobody evaluates on it unawares. */
  static WithPrints hearWithPrints(
      Dataset<Row> table,
      EmotionClassifierTransformer asker,
      ModelSource unadapted,
      String downmix) {
    Dataset<Row> answered = asker.transform(table, unadapted).persist(StorageLevel.DISK_ONLY());
    try {
      SampleHearing hearing = hear(answered, unadapted);
      return new WithPrints(hearing, prints(answered, hearing.sketch(), downmix));
    } finally {
      answered.unpersist();
    }
  }

  /**
   * With what identifies the recordings.
   *
   * @param prints in the order of the question
   */
  record WithPrints(SampleHearing hearing, List<ClipPrint> prints) {}

  private static List<ClipPrint> prints(
      Dataset<Row> answered, SampleSketch sketch, String downmix) {
    SparkSession spark = answered.sparkSession();
    Dataset<Row> heard = answered.filter(col("emotion.error").isNull());
    if (sketch.isFull()) {
      Set<Long> kept = new HashSet<>();
      for (long position : sketch.positions()) {
        kept.add(position);
      }
      heard = heard.filter(col(Recordings.POSITION).isInCollection(kept));
    }
    Printer printer = new Printer(HadoopSettings.of(spark), downmix);
    return heard
        .select(
            col(Recordings.POSITION),
            col(Recordings.NAME),
            col(Recordings.CLIP),
            col("emotion.seconds"))
        .javaRDD()
        .map(printer::print)
        .collect()
        .stream()
        .sorted(Comparator.comparingLong(SentPrint::position))
        .map(
            sent ->
                new ClipPrint(sent.name(), sent.sha256(), Fingerprint.parse(sent.fingerprint())))
        .toList();
  }

  /** Reads recordings again, as they were answered. */
  private record Printer(Broadcast<SerializableConfiguration> hadoop, String downmix)
      implements Serializable {

    SentPrint print(Row row) {
      long position = row.getLong(0);
      String name = row.getString(1);
      if (row.getDouble(3) > LONGEST_SECONDS) {
        return new SentPrint(position, name, "", Fingerprint.NONE.text());
      }
      try (RemoteAudio audio = Clips.open(row.getStruct(2), hadoop.value().value())) {
        AudioReader reader = new AudioReader(new AudioOptions(Downmix.of(downmix)));
        ClipPrint print =
            ClipPrint.of(name, reader.read(Clips.passage(row.getStruct(2), audio.path())));
        return new SentPrint(position, name, print.sha256(), print.fingerprint().text());
      }
    }
  }
}
