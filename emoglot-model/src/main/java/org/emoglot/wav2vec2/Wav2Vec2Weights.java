package org.emoglot.wav2vec2;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.Weights;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.StoredTensors;

/**
 * An encoder together with its parameters.
 *
 * @param encoder the network
 * @param parameters what it computes with, under the names of Hugging Face's {@code Wav2Vec2Model}
 */
public record Wav2Vec2Weights(Wav2Vec2 encoder, Parameters parameters) implements AutoCloseable {

  public static final String WEIGHTS_FILE = "model.safetensors";

  private static final String MODEL_PREFIX = "wav2vec2.";

  /** The positional convolution's weight norm, as PyTorch 2 spells it, by our (older) names. */
  private static final Map<String, String> NEWER_NAMES =
      Map.of(
          "encoder.pos_conv_embed.conv.weight_g",
          "encoder.pos_conv_embed.conv.parametrizations.weight.original0",
          "encoder.pos_conv_embed.conv.weight_v",
          "encoder.pos_conv_embed.conv.parametrizations.weight.original1");

  /** A fresh encoder, its parameters drawn from the seed. */
  public static Wav2Vec2Weights seeded(Wav2Vec2Config config, long seed) {
    Parameters parameters = Parameters.seeded(seed);
    return new Wav2Vec2Weights(new Wav2Vec2(config, parameters), parameters);
  }

  /**
   * Loads a Hugging Face folder: config.json, preprocessor_config.json, and the weights in one of
   * the formats of {@link Weights}. Weights that the encoder does not have (heads, quantizers) are
   * passed over.
   *
   * @throws org.emoglot.InvalidInputException if a file is missing or damaged, the layout is not
   *     supported, or weights are missing or of another shape (all are listed)
   */
  public static Wav2Vec2Weights load(Path folder) {
    return load(Wav2Vec2Config.read(folder), folder, "");
  }

  /**
   * Loads the weights of an encoder.
   *
   * @param fileOrFolder as for {@link Weights#open}
   * @param prefix before the names of the encoder's weights there
   */
  public static Wav2Vec2Weights load(Wav2Vec2Config config, Path fileOrFolder, String prefix) {
    try (Weights file = Weights.open(fileOrFolder)) {
      String start =
          file.names().stream().anyMatch(name -> name.startsWith(prefix + MODEL_PREFIX))
              ? prefix + MODEL_PREFIX
              : prefix;
      Weights weights = UnfoldedPositionalConvolution.of(file, start);
      Set<String> stored = weights.names();
      Parameters parameters =
          Parameters.from(
              weights,
              name -> {
                String newer = start + NEWER_NAMES.getOrDefault(name, name);
                return stored.contains(newer) ? newer : start + name;
              });
      Wav2Vec2 encoder = new Wav2Vec2(config, parameters);
      parameters.requireComplete(file.file());
      return new Wav2Vec2Weights(encoder, parameters);
    }
  }

  /** Writes the weights alone, whole or not at all. */
  public void save(Path file) {
    SafetensorsWriter.write(file, StoredTensors.of("", parameters.all()), Map.of("format", "pt"));
  }

  @Override
  public void close() {
    parameters.close();
  }
}
