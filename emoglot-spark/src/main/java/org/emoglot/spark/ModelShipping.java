package org.emoglot.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.AdaptedFolder;
import org.emoglot.classifier.BundledModel;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.remote.RemoteFiles;
import org.emoglot.spark.ModelSource.Place;
import org.emoglot.unlabelled.LogitShift;

/**
 * Sends models from the driver to all machines, each once, as a {@link Parcel}. Of an adapted
 * model, the model that it was made of travels, and the shift with it.
 */
final class ModelShipping {

  /** Spark's word for a file that every machine has at the same path. */
  private static final String THERE = "local:";

  /** What asks for the bundled model as it was trained. */
  private static final String TORCH = "torch";

  private static final String PLAIN = ScorerOptions.DEFAULT.precision();

  /** What was sent, by application and hash. */
  private static final Map<String, Parcel> SENT = new ConcurrentHashMap<>();

  private ModelShipping() {}

  /**
   * Sends a model, unless it is there.
   *
   * @param model what {@code --model} takes: nothing for the bundled one; a folder or a file of the
   *     driver or of a Hadoop file system; {@code local:/path} for one that every machine has; or
   *     the name of one of {@code --files}
   * @param sha256 that it must have; empty for whatever it is
   * @throws InvalidInputException if there is none, or another
   */
  static ModelSource send(
      SparkSession spark, String model, String sha256, String precision, String engine) {
    ExecutorProcess.prepare();
    boolean bundled = model.isEmpty() && !engine.equals(TORCH) && precision.equals(PLAIN);
    Optional<Path> exported = bundled ? BundledModel.exported() : Optional.empty();
    Path here = exported.orElseGet(() -> onTheDriver(spark, model));
    boolean adapted = AdaptedFolder.isAdapted(here);
    Path base = adapted ? AdaptedFolder.base(here) : here;
    String found = AdaptedFolder.sha256(base);
    if (!sha256.isEmpty() && !sha256.equals(found)) {
      throw new InvalidInputException(
          "Expected the model with the SHA-256 %.12s at %s, found another (%.12s): put it back, or make the transformer again."
              .formatted(sha256, base, found));
    }
    Place place = exported.isPresent() ? Place.BUNDLED : place(model, adapted);
    String name =
        switch (place) {
          case BUNDLED, SENT -> "";
          case SUBMITTED -> model;
          case THERE -> base.toString();
        };
    Parcel parcel =
        place == Place.SENT
            ? SENT.computeIfAbsent(
                spark.sparkContext().applicationId() + found,
                key ->
                    Parcel.send(
                        JavaSparkContext.fromSparkContext(spark.sparkContext()), base, found))
            : Parcel.NONE;
    ModelSource source = new ModelSource(place, name, found, "", precision, engine, parcel);
    LogitShift shift = adapted ? AdaptedFolder.read(here).shift() : LogitShift.none(0);
    return shift.isNone() ? source : source.adapted(shift);
  }

  private static Place place(String model, boolean adapted) {
    if (adapted) {
      return Place.SENT; // the model that it was made of
    }
    if (model.startsWith(THERE)) {
      return Place.THERE;
    }
    boolean named = !model.isEmpty() && !model.contains(":/") && !Files.exists(Path.of(model));
    return named ? Place.SUBMITTED : Place.SENT;
  }

  /** Where the driver itself has a model. */
  static Path onTheDriver(SparkSession spark, String model) {
    if (model.isEmpty()) {
      return BundledModel.folder();
    }
    try {
      if (model.startsWith(THERE)) {
        return existing(model, Path.of(model.substring(THERE.length()).replaceFirst("^/+", "/")));
      }
      if (!model.contains(":/")) {
        Path path = Path.of(model);
        return Files.exists(path) ? path : existing(model, ModelSource.submitted(model));
      }
      org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(model);
      FileSystem files = RemoteFiles.of(remote, spark.sparkContext().hadoopConfiguration());
      if ("file".equals(files.getScheme())) {
        return existing(model, Path.of(remote.toUri().getPath()));
      }
      if (!files.exists(remote)) {
        throw missing(model);
      }
      Path copy = temporaryFolder().resolve(remote.getName());
      FileUtil.copy(files, remote, copy.toFile(), false, files.getConf());
      return copy;
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "Expected a model at %s, but getting it failed: %s.".formatted(model, e.getMessage()), e);
    }
  }

  private static Path existing(String model, Path path) {
    if (!Files.exists(path)) {
      throw missing(model);
    }
    return path;
  }

  private static InvalidInputException missing(String model) {
    return new InvalidInputException(
        "Expected the folder or the file of a model at %s, found nothing there: correct --model, or leave it out for the bundled model."
            .formatted(model));
  }

  /** Deleted when the driver ends. */
  private static Path temporaryFolder() throws IOException {
    Path folder = Files.createTempDirectory("emoglot-model-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> FileUtil.fullyDelete(folder.toFile())));
    return folder;
  }
}
