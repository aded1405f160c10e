package org.emoglot.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.AdaptedFolder;
import org.emoglot.classifier.BundledModel;
import org.emoglot.io.Json;
import org.emoglot.unlabelled.LogitShift;

/**
 * Where a machine of the cluster finds a model, and what it must be.
 *
 * @param place how it gets there
 * @param name a file of {@code --files}, or a path of every machine; else empty
 * @param sha256 of the model, see {@link org.emoglot.classifier.AdaptedFolder#sha256}
 * @param shift JSON of what adaptation subtracts from its logits; empty where nothing is
 * @param precision that it computes in
 * @param engine that runs it; empty for the fastest that can
 * @param parcel that it comes in; nothing where it does not travel
 */
record ModelSource(
    Place place,
    String name,
    String sha256,
    String shift,
    String precision,
    String engine,
    Parcel parcel)
    implements Serializable {

  private static final Path NOWHERE = Path.of("emoglot-mini.jar");

  /** How a model gets to a machine. */
  enum Place {
    /** In the jar emoglot-mini. */
    BUNDLED,
    /** From the driver. */
    SENT,
    /** With {@code --files} of the application. */
    SUBMITTED,
    /** It is there already. */
    THERE
  }

  private Path path() {
    return switch (place) {
      case BUNDLED -> BundledModel.exported().orElse(NOWHERE);
      case SENT -> parcel.unpacked(sha256);
      case SUBMITTED -> submitted(name);
      case THERE -> Path.of(name);
    };
  }

  /**
   * Where a file of {@code --files} is: Spark fetches it, but for the driver of a client of YARN,
   * where it lies as it did.
   */
  static Path submitted(String name) {
    Path fetched = Path.of(SparkFiles.getRootDirectory(), name);
    if (Files.exists(fetched)) {
      return fetched;
    }
    String sent = SparkEnv.get().conf().get("spark.yarn.dist.files", "");
    return Arrays.stream(sent.split(","))
        .map(file -> Path.of(file.replaceFirst("^file:/+", "/")))
        .filter(file -> file.endsWith(name) && Files.exists(file))
        .findFirst()
        .orElse(fetched);
  }

  /**
   * Where it is on this machine.
   *
   * @throws InvalidInputException if it is not there, or is another
   */
  Path verifiedPath() {
    Path path = path();
    if (!Files.exists(path)) {
      throw new InvalidInputException(
          "Expected the model of the driver at %s on %s, found nothing there: put it on every machine, or let the job send it."
              .formatted(path, ExecutorProcess.name()));
    }
    String found = AdaptedFolder.sha256(path);
    if (!found.equals(sha256)) {
      throw new InvalidInputException(
          "Expected the model of the driver (SHA-256 %.12s) at %s on %s, found another (%.12s): put the same model on every machine, or let the job send it."
              .formatted(sha256, path, ExecutorProcess.name(), found));
    }
    return path;
  }

  /** What is subtracted from its logits, if anything is. */
  Optional<LogitShift> logitShift() {
    if (shift.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.mapper().readValue(shift, LogitShift.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Expected a shift of logits, found " + shift, e);
    }
  }

  /** The same model, adapted otherwise. */
  ModelSource adapted(LogitShift other) {
    return with(Json.writeLine(other));
  }

  /** The same model as it was trained. */
  ModelSource unadapted() {
    return with("");
  }

  private ModelSource with(String other) {
    return new ModelSource(place, name, sha256, other, precision, engine, parcel);
  }
}
