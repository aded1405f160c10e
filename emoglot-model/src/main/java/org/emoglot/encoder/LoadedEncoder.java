package org.emoglot.encoder;

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
 * @param parameters its parameters, under the names of its family
 */
public record LoadedEncoder(SpeechEncoder encoder, Parameters parameters) implements AutoCloseable {

  /** A fresh encoder, its parameters drawn from the seed. */
  public static LoadedEncoder seeded(EncoderConfig config, long seed) {
    Parameters parameters = Parameters.seeded(seed);
    return new LoadedEncoder(config.build(parameters), parameters);
  }

  /**
   * Loads a Hugging Face folder: config.json, preprocessor_config.json, and the weights in one of
   * the formats of {@link Weights}. Weights beside the encoder are ignored.
   *
   * @throws org.emoglot.InvalidInputException if a file is missing or damaged, the layout is not
   *     supported, or weights are missing, of another shape, unknown or not finite
   */
  public static LoadedEncoder load(Path folder) {
    return load(EncoderFolder.read(folder), folder, "");
  }

  /**
   * Loads the weights of an encoder.
   *
   * @param fileOrFolder as for {@link Weights#open}
   * @param prefix before the names of the encoder's weights there
   */
  public static LoadedEncoder load(EncoderConfig config, Path fileOrFolder, String prefix) {
    return load(config, fileOrFolder, prefix, Set.of());
  }

  /**
   * Loads the weights of an encoder without some layers, whose hidden states cannot be computed.
   *
   * @param leftOut parameters that the file lacks, by the names of the family
   */
  public static LoadedEncoder load(
      EncoderConfig config, Path fileOrFolder, String prefix, Set<String> leftOut) {
    NameScheme scheme = config.names();
    try (Weights file = Weights.open(fileOrFolder)) {
      String start = EncoderNames.of(scheme, file.names(), prefix).start();
      Weights weights = config.view(file, start);
      EncoderNames names = new EncoderNames(scheme, weights.names(), prefix, start);
      Parameters parameters = Parameters.from(weights, names::stored, names::belongs, leftOut);
      SpeechEncoder encoder = config.build(parameters);
      parameters.requireComplete(file.file());
      return new LoadedEncoder(encoder, parameters);
    }
  }

  /** Writes only the weights, whole or not at all. */
  public void save(Path file) {
    SafetensorsWriter.write(file, StoredTensors.of("", parameters.all()), Map.of("format", "pt"));
  }

  @Override
  public void close() {
    parameters.close();
  }
}
