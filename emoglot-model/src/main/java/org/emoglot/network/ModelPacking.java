package org.emoglot.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Storage;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.fingerprint.HeardClips;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.AtomicFolders;
import org.emoglot.io.FreeFolder;
import org.emoglot.io.Json;
import org.emoglot.provenance.Provenance;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.emoglot.tensor.StoredTensors;

/**
 * Writes a saved model so that its folder needs nothing else, and is small: with the encoder's
 * parameters up to the highest hidden state that an answer depends on, and no others, their
 * matrices in a smaller number format. Adapters and head stay float32. The members of a committee
 * are packed each for itself.
 */
public final class ModelPacking {

  private static final String BACKBONE = "backbone";
  private static final String LOCATION = "location";

  private ModelPacking() {}

  /**
   * What was packed.
   *
   * @param model the folder that was read
   * @param sha256 of its weights, one for each member of a committee
   * @param precision of the encoder's matrices
   * @param leftOut parameters of encoders that no answer depends on, in all members
   * @param emoglotVersion that packed it
   */
  public record Record(
      String model, List<String> sha256, String precision, int leftOut, String emoglotVersion) {}

  /**
   * Packs a model or a committee; the folder appears whole.
   *
   * @param backbone the folder of the backbone, if it has moved since training; else empty
   * @throws InvalidInputException if the model cannot be loaded, or there is something at the
   *     folder to write
   */
  public static Record pack(Path model, Path backbone, Storage storage, Path out) {
    FreeFolder.require(out);
    boolean committee = CommitteeFolder.isCommittee(model);
    if (committee && !backbone.toString().isEmpty()) {
      throw new InvalidInputException(
          "Expected no backbone for the committee %s, whose members contain their encoders: leave out --backbone."
              .formatted(model));
    }
    List<Record> records = new ArrayList<>();
    AtomicFolders.write(
        out,
        folder ->
            records.add(
                committee
                    ? packMembers(model, storage, folder)
                    : packOne(model, backbone, storage, folder)));
    return records.get(0);
  }

  private static Record packMembers(Path committee, Storage storage, Path folder) {
    List<String> hashes = new ArrayList<>();
    int leftOut = 0;
    for (String member : CommitteeConfig.read(committee).members()) {
      Record record =
          packOne(committee.resolve(member), Path.of(""), storage, folder.resolve(member));
      hashes.addAll(record.sha256());
      leftOut += record.leftOut();
    }
    Record record = record(committee, hashes, storage, leftOut);
    AtomicFiles.writeString(folder.resolve(ModelFolder.CARD), card(committee, record));
    Json.write(folder.resolve(ModelFolder.PROVENANCE), provenance(committee, record));
    Json.write(
        folder.resolve(EncoderFolder.CONFIG_FILE),
        Json.read(committee.resolve(EncoderFolder.CONFIG_FILE)));
    return record;
  }

  private static Record packOne(Path model, Path backbone, Storage storage, Path folder) {
    ModelConfig config = ModelFolder.config(model);
    String sha256 = ModelFolder.sha256(model);
    try (EmotionNetwork network =
        backbone.toString().isEmpty()
            ? ModelFolder.load(model)
            : ModelFolder.load(model, backbone)) {
      Map<String, TensorData> tensors = new LinkedHashMap<>();
      List<String> leftOut = new ArrayList<>();
      network
          .encoderParameters()
          .forEach(
              (name, tensor) -> {
                if (network.encoder().needs(name)) {
                  put(tensors, EmotionNetwork.BACKBONE_PREFIX + name, tensor, storage);
                } else {
                  leftOut.add(name);
                }
              });
      tensors.putAll(StoredTensors.of("", network.ownParameters()));
      Record record = record(model, List.of(sha256), storage, leftOut.size());
      ModelFolder.write(
          packed(config, storage, leftOut),
          tensors,
          card(model, record),
          provenance(model, record),
          HeardClips.read(model),
          folder);
      return record;
    }
  }

  private static void put(
      Map<String, TensorData> tensors, String name, Tensor tensor, Storage storage) {
    try (Scope scope = Scope.open()) {
      storage.put(tensors, name, Ops.floats(tensor), tensor.shape());
    }
  }

  /** The place of the backbone does not matter any more. */
  private static ModelConfig packed(ModelConfig config, Storage storage, List<String> leftOut) {
    BackboneOrigin origin = config.backbone();
    return new ModelConfig(
        config.labels(),
        config.encoder(),
        config.adaptation(),
        config.views(),
        new BackboneOrigin(origin.name(), origin.sha256(), ""),
        true,
        storage,
        List.copyOf(leftOut),
        config.heard(),
        config.confidence(),
        config.source());
  }

  private static Record record(Path model, List<String> sha256, Storage storage, int leftOut) {
    String name = String.valueOf(model.toAbsolutePath().normalize().getFileName());
    return new Record(name, List.copyOf(sha256), storage.id(), leftOut, Provenance.version());
  }

  private static String card(Path model, Record record) {
    return written(model.resolve(ModelFolder.CARD))
        + "## Packed\n\nThis folder needs no other file. "
        + switch (Storage.of(record.precision())) {
          case FP32 -> "All weights are float32.";
          case FP16 -> "The encoder's matrices were rounded to float16.";
          case INT8 ->
              "The encoder's matrices were rounded to integers of 8 bits, with a scale for each row.";
        }
        + (record.leftOut() == 0 ? "" : " Layers above the states that it uses were left out.")
        + " Everything else is as it was before (`emoglot pack --precision %s`).\n"
            .formatted(record.precision());
  }

  /** The card so far, if there is one. */
  private static String written(Path card) {
    try {
      return Files.exists(card) ? Files.readString(card).stripTrailing() + "\n\n" : "";
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + card + ": " + e.getMessage(), e);
    }
  }

  private static JsonNode provenance(Path model, Record record) {
    Path file = model.resolve(ModelFolder.PROVENANCE);
    ObjectNode json =
        Files.exists(file) && Json.read(file) instanceof ObjectNode read
            ? read
            : Json.mapper().createObjectNode();
    if (json.path(BACKBONE) instanceof ObjectNode origin && origin.has(LOCATION)) {
      origin.put(LOCATION, "");
    }
    json.set("packed", Json.mapper().valueToTree(record));
    return json;
  }

  /** The size of a model's folder, in bytes. */
  public static long bytes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(ModelPacking::size).sum();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
