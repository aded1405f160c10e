package org.emoglot.classifier;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Sha256;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.wav2vec2.Wav2Vec2Config;
import org.emoglot.wav2vec2.Wav2Vec2Weights;

/**
 * The encoder on which a training builds.
 *
 * @param origin where it came from
 * @param weights encoder and parameters
 * @param heard the corpora that it declares to have been trained on
 */
public record Backbone(BackboneOrigin origin, Wav2Vec2Weights weights, HeardDeclaration heard) {

  /** An encoder that knows nothing yet. */
  public static Backbone fresh(String name, Wav2Vec2Config config, long seed) {
    return new Backbone(
        BackboneOrigin.drawn(name), Wav2Vec2Weights.seeded(config, seed), HeardDeclaration.NOTHING);
  }

  /**
   * Opens a Hugging Face folder, or the folder of a fully trained Emoglot model to go on from.
   *
   * @throws InvalidInputException if the folder or a file in it is missing, damaged or not
   *     supported
   */
  public static Backbone open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          "Expected a backbone folder with config.json, preprocessor_config.json and model.safetensors at %s, found no folder there; 'mini' names the built-in small layout."
              .formatted(folder));
    }
    Path configFile = folder.resolve(Wav2Vec2Config.CONFIG_FILE);
    JsonNode config = ModelConfig.readObject(configFile);
    JsonNode preprocessor =
        ModelConfig.readObject(folder.resolve(Wav2Vec2Config.PREPROCESSOR_FILE));
    boolean emoglot = ModelConfig.isModel(config);
    Path weights = folder.resolve(Wav2Vec2Weights.WEIGHTS_FILE);
    Wav2Vec2Config layout =
        Wav2Vec2Config.parse(
            emoglot ? config.path(ModelConfig.ENCODER) : config, preprocessor, configFile);
    if (!Files.exists(weights)) {
      throw new InvalidInputException(
          "Expected the encoder's weights at %s, found none: give a backbone or a model that was trained in full."
              .formatted(weights));
    }
    return new Backbone(
        new BackboneOrigin(
            String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
            Sha256.of(weights),
            folder.toAbsolutePath().normalize().toString()),
        Wav2Vec2Weights.load(layout, weights, ""),
        HeardDeclaration.of(config));
  }
}
