package org.emoglot.wav2vec2;

import java.nio.file.Path;
import java.util.Map;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.Weights;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.StoredTensors;

/**
 * An encoder together with its parameters.
 *
 * @param encoder the network
 * @param parameters what it computes with, under the names of transformers' bare encoders
 */
public record Wav2Vec2Weights(Wav2Vec2 encoder, Parameters parameters) implements AutoCloseable {

  public static final String WEIGHTS_FILE = "model.safetensors";

  /** A fresh encoder, its parameters drawn from the seed. */
  public static Wav2Vec2Weights seeded(Wav2Vec2Config config, long seed) {
    Parameters parameters = Parameters.seeded(seed);
    return new Wav2Vec2Weights(new Wav2Vec2(config, parameters), parameters);
  }

  /**
   * Loads a Hugging Face folder: config.json, preprocessor_config.json, and the weights in one of
   * the formats of {@link Weights}. Heads and quantizers are passed over by their names.
   *
   * @throws org.emoglot.InvalidInputException if a file is missing or damaged, the layout is not
   *     supported, or weights are missing, of another shape or unknown (all are listed)
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
      String start = EncoderNames.of(file.names(), prefix).start();
      Weights weights =
          config.family().positionalBatchNorm()
              ? file
              : UnfoldedPositionalConvolution.of(file, start);
      EncoderNames names = new EncoderNames(weights.names(), prefix, start);
      Parameters parameters = Parameters.from(weights, names::stored, names::belongs);
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
