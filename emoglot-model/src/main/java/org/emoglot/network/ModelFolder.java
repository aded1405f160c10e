package org.emoglot.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.Storage;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.checkpoint.Weights;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.fingerprint.HeardClips;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.AtomicFolders;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.protocol.HeardCorpus;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.StoredTensors;

/**
 * A saved model: config.json, preprocessor_config.json, the weights as safetensors, README.md (the
 * model card) and provenance.json. A model on a stored, frozen backbone contains only its additions
 * and the hash of the backbone.
 *
 * <p>All weights are stored as float32, unless a {@link ModelPacking} made them smaller. Trained
 * ones are the float32 masters, whatever precision products had in training; frozen ones that the
 * folder holds are those that training computed with, so after a training in bfloat16 their values
 * are rounded to it. provenance.json and the card name the precision of training; config.json does
 * not, because a loaded model computes in float32 until {@link EmotionNetwork#setPrecision} is
 * called.
 */
public final class ModelFolder {

  static final String FULL_WEIGHTS = EncoderFolder.WEIGHTS_FILE;
  private static final String ADAPTER_WEIGHTS = "adapter_model.safetensors";
  static final String CARD = "README.md";

  /** The record of the run that made a model. */
  public static final String PROVENANCE = "provenance.json";

  private ModelFolder() {}

  /**
   * What is told about a model besides its weights.
   *
   * @param backbone where its encoder came from
   * @param heard what the encoder had heard before, as declared
   * @param trainedOn what this training added
   * @param card the model card, Markdown
   * @param provenance what made the model, written as JSON
   * @param clips all heard clips
   */
  public record Description(
      BackboneOrigin backbone,
      HeardDeclaration heard,
      List<HeardCorpus> trainedOn,
      String card,
      Object provenance,
      HeardClips clips) {

    /** For a model without a list of heard clips. */
    public Description(
        BackboneOrigin backbone,
        HeardDeclaration heard,
        List<HeardCorpus> trainedOn,
        String card,
        Object provenance) {
      this(backbone, heard, trainedOn, card, provenance, HeardClips.UNKNOWN);
    }
  }

  /** Writes a model; the folder appears whole, in the place of one that was there. */
  public static void save(EmotionNetwork network, Description description, Path folder) {
    boolean storesBackbone =
        network.adaptation().kind() == AdaptationConfig.Kind.FULL
            || !description.backbone().isStored();
    Map<String, Tensor> stored = storesBackbone ? network.parameters() : network.ownParameters();
    ModelConfig config =
        new ModelConfig(
            network.labels(),
            network.encoder().config(),
            network.adaptation(),
            network.views(),
            description.backbone(),
            storesBackbone,
            Storage.FP32,
            List.of(),
            description.heard().and(description.trainedOn()),
            network.confidence(),
            network.source());
    AtomicFolders.write(
        folder,
        temporary ->
            write(
                config,
                StoredTensors.of("", stored),
                description.card(),
                description.provenance(),
                description.clips(),
                temporary));
  }

  /** Writes the files of a model. */
  static void write(
      ModelConfig config,
      Map<String, TensorData> tensors,
      String card,
      Object provenance,
      HeardClips clips,
      Path folder) {
    Json.write(folder.resolve(EncoderFolder.CONFIG_FILE), config.toJson());
    Json.write(
        folder.resolve(EncoderFolder.PREPROCESSOR_FILE), config.encoder().preprocessorJson());
    SafetensorsWriter.write(
        folder.resolve(config.storesBackbone() ? FULL_WEIGHTS : ADAPTER_WEIGHTS),
        tensors,
        Map.of("format", "pt"));
    AtomicFiles.writeString(folder.resolve(CARD), card);
    Json.write(folder.resolve(PROVENANCE), provenance);
    if (!clips.isUnknown()) {
      clips.write(folder);
    }
  }

  /**
   * Whether a folder's config.json is that of one saved model, and not of an encoder or committee.
   */
  public static boolean isModel(Path folder) {
    return ConfigFile.isOf(ModelConfig.MODEL_TYPE, folder);
  }

  /** The weights file of a saved model. */
  static List<Path> weights(Path folder) {
    return Stream.of(FULL_WEIGHTS, ADAPTER_WEIGHTS)
        .map(folder::resolve)
        .filter(Files::exists)
        .toList();
  }

  /** What a saved model's config.json says. */
  static ModelConfig config(Path folder) {
    requireFolder(folder);
    return ModelConfig.read(folder);
  }

  /** How the encoder of a saved model was adapted, and which of its layers is the embedding. */
  public static AdaptationConfig adaptation(Path folder) {
    return config(folder).adaptation();
  }

  /** Where the encoder of a saved model came from. */
  public static BackboneOrigin backbone(Path folder) {
    return config(folder).backbone();
  }

  /** Whether a saved model has only adapters, and needs a separate backbone. */
  public static boolean needsBackbone(Path folder) {
    return !config(folder).storesBackbone();
  }

  /**
   * SHA-256 of a model's weights: of their file, or, if it has only adapters, of the hashes of the
   * adapters and of the backbone, one per line.
   */
  public static String sha256(Path folder) {
    ModelConfig config = ModelConfig.read(folder);
    return config.storesBackbone()
        ? Sha256.of(folder.resolve(FULL_WEIGHTS))
        : Sha256.of(Sha256.of(folder.resolve(ADAPTER_WEIGHTS)) + "\n" + config.backbone().sha256());
  }

  /**
   * Loads a model that contains its encoder, or whose backbone has not moved.
   *
   * @throws InvalidInputException if the folder or a file in it is missing, damaged, or of another
   *     backbone
   */
  public static EmotionNetwork load(Path folder) {
    ModelConfig config = config(folder);
    if (config.storesBackbone()) {
      Path file = folder.resolve(FULL_WEIGHTS);
      return assemble(
          config,
          LoadedEncoder.load(config.encoder(), file, "", Set.copyOf(config.leftOut())),
          file);
    }
    return load(folder, Path.of(config.backbone().location()));
  }

  /** Loads a model on a backbone with the weights of its training. */
  public static EmotionNetwork load(Path folder, Path backboneFolder) {
    ModelConfig config = config(folder);
    if (config.storesBackbone()) {
      throw new InvalidInputException(
          "Expected no backbone for the model %s, which contains its encoder: leave out --backbone (of extract: --base)."
              .formatted(folder));
    }
    if (!Files.exists(backboneFolder)) {
      throw new InvalidInputException(
          "Expected the backbone %s of the model %s at %s, found nothing there: give its folder with --backbone (of extract: --base)."
              .formatted(config.backbone().name(), folder, backboneFolder));
    }
    try (Weights weights = Weights.open(backboneFolder)) {
      String found = weights.sha256();
      if (!found.equals(config.backbone().sha256())) {
        throw new InvalidInputException(
            "Expected the weights with SHA-256 %s that the model %s was trained on, found %s in %s: give the folder of the right backbone with --backbone (of extract: --base)."
                .formatted(config.backbone().sha256(), folder, found, weights.file()));
      }
    }
    return assemble(
        config,
        LoadedEncoder.load(config.encoder(), backboneFolder, ""),
        folder.resolve(ADAPTER_WEIGHTS));
  }

  private static EmotionNetwork assemble(ModelConfig config, LoadedEncoder backbone, Path file) {
    try (Weights weights = Weights.open(file)) {
      Parameters added = Parameters.from(weights, name -> EmotionNetwork.ADDED_PREFIX + name);
      Parameters head = Parameters.from(weights, name -> EmotionNetwork.HEAD_PREFIX + name);
      EmotionNetwork network =
          new EmotionNetwork(config.labels(), config.adaptation(), backbone, added, head);
      added.requireComplete(file);
      head.requireComplete(file);
      network.setViews(config.views());
      network.setConfidence(config.confidence());
      network.setSource(config.source());
      return network;
    }
  }

  private static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          "Expected the folder of a saved model at %s, found no folder there.".formatted(folder));
    }
  }
}
