package org.emoglot.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.emoglot.InvalidInputException;

/**
 * A family of encoders, which reads its own configurations. The registry of all families is the
 * file {@code META-INF/services/org.emoglot.encoder.EncoderFamily}, with one line per family: a new
 * family is a package and such a line, in this module or in another on the class path.
 */
public interface EncoderFamily {

  /** Every {@code model_type} of config.json that is one of its encoders, most usual first. */
  List<String> modelTypes();

  /**
   * Whether a folder must say how clips are prepared; else one without the extractor's file is
   * read.
   */
  default boolean needsPreprocessor() {
    return true;
  }

  /**
   * Reads a configuration. A key that changes what an encoder computes and is not supported is
   * refused; all others are ignored.
   *
   * @param type its {@code model_type}, one of {@link #modelTypes}
   * @param config the object in config.json
   * @param preprocessor as {@link EncoderFolder#readPreprocessor} gives it
   * @param origin its file, for messages
   * @throws InvalidInputException if a value is missing, of another kind or not supported
   */
  EncoderConfig read(String type, JsonNode config, JsonNode preprocessor, Object origin);

  /**
   * The configuration of a folder or file that was published in another layout than Hugging Face's,
   * as {@link #read} wants it; empty where it is not one of this family.
   *
   * @param path a folder without a config.json, a file, or nothing
   */
  default Optional<FolderConfig> published(Path path) {
    return Optional.empty();
  }

  /** All families, in the order of the registry. */
  static List<EncoderFamily> all() {
    return Families.ALL;
  }

  /** Every {@code model_type} that some family reads. */
  static Set<String> allModelTypes() {
    Set<String> types = new LinkedHashSet<>();
    all().forEach(family -> types.addAll(family.modelTypes()));
    return types;
  }

  /**
   * Reads the configuration of an encoder of any family.
   *
   * @throws InvalidInputException if no family knows its {@code model_type}, or its family refuses
   *     it
   */
  static EncoderConfig parse(JsonNode config, JsonNode preprocessor, Object origin) {
    String type = new ConfigKeys(config, origin).text("model_type");
    return of(type)
        .orElseThrow(() -> unknown(type, origin))
        .read(type, config, preprocessor, origin);
  }

  /** The family that reads a {@code model_type}. */
  static Optional<EncoderFamily> of(String modelType) {
    return all().stream().filter(family -> family.modelTypes().contains(modelType)).findFirst();
  }

  private static InvalidInputException unknown(String type, Object origin) {
    List<String> known = new ArrayList<>(allModelTypes());
    String last = known.remove(known.size() - 1);
    return new InvalidInputException(
        "Expected model_type %s or %s in %s, found '%s': this encoder is not supported."
            .formatted(String.join(", ", known), last, origin, type));
  }
}
