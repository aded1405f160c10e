package org.emoglot.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Weights;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFamily;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.encoder.Hearing;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.fingerprint.HeardClips;
import org.emoglot.hub.HubClient;
import org.emoglot.protocol.HeardDeclaration;

/**
 * The encoder that a training starts from.
 *
 * @param origin where it came from
 * @param weights encoder and parameters
 * @param heard the corpora that it declares as heard
 */
public record Backbone(BackboneOrigin origin, LoadedEncoder weights, HeardDeclaration heard) {

  /** An encoder that knows nothing yet. */
  public static Backbone fresh(String name, EncoderConfig config, long seed) {
    return new Backbone(
        BackboneOrigin.drawn(name), LoadedEncoder.seeded(config, seed), HeardDeclaration.NOTHING);
  }

  /**
   * Opens a Hugging Face folder, a file that takes its place such as OpenAI's {@code base.pt}, or
   * the folder of a fully trained Emoglot model to continue from.
   *
   * @throws InvalidInputException if the folder or a file in it is missing, damaged or not
   *     supported
   */
  public static Backbone open(Path folder) {
    return open(folder, config -> config);
  }

  /**
   * The same, with a way of hearing.
   *
   * @throws InvalidInputException also if its encoder knows no such way
   */
  public static Backbone open(Path folder, Hearing hearing) {
    return open(folder, config -> config.with(hearing));
  }

  private static Backbone open(Path folder, UnaryOperator<EncoderConfig> change) {
    if (!Files.isDirectory(folder) && EncoderFolder.published(folder).isEmpty()) {
      throw new InvalidInputException(
          "Expected a backbone folder with config.json, preprocessor_config.json and model.safetensors at %s, found no folder there; 'mini' and 'statistics' name the built-in encoders."
              .formatted(folder));
    }
    ConfigFile file = ConfigFile.of(folder);
    CommitteeConfig.requireOneModel(file);
    JsonNode config = file.json();
    boolean emoglot = file.is(ModelConfig.MODEL_TYPE);
    JsonNode encoder = emoglot ? config.path(ModelConfig.ENCODER) : config;
    EncoderConfig layout =
        change.apply(
            EncoderFamily.parse(
                encoder, EncoderFolder.readPreprocessor(folder, encoder), file.file()));
    if (emoglot && !ModelConfig.storesBackbone(config)) {
      throw new InvalidInputException(
          "Expected an encoder in %s, found a model with only adapters: give a backbone or a fully trained model."
              .formatted(folder));
    }
    if (emoglot && !ModelConfig.leftOut(config).isEmpty()) {
      throw new InvalidInputException(
          "Expected all layers of an encoder in %s, found a packed model without those above the states that it uses: give the model before packing."
              .formatted(folder));
    }
    return new Backbone(
        new BackboneOrigin(
            HubClient.repositoryOf(folder)
                .orElse(String.valueOf(folder.toAbsolutePath().normalize().getFileName())),
            sha256(folder),
            folder.toAbsolutePath().normalize().toString()),
        LoadedEncoder.load(layout, folder, ""),
        HeardDeclaration.of(config));
  }

  /** The clips that it has heard. */
  public HeardClips heardClips() {
    return origin.location().isEmpty()
        ? HeardClips.NONE
        : HeardClips.read(Path.of(origin.location()));
  }

  /** Of the weights in a folder, in whatever format. */
  private static String sha256(Path folder) {
    try (Weights weights = Weights.open(folder)) {
      return weights.sha256();
    }
  }
}
