package org.emoglot.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;

/** The files of an encoder's folder, in Hugging Face's layout. */
public final class EncoderFolder {

  /** The layout. */
  public static final String CONFIG_FILE = "config.json";

  /** The feature extractor's settings. */
  public static final String PREPROCESSOR_FILE = "preprocessor_config.json";

  /** The weights, as we write them. */
  public static final String WEIGHTS_FILE = "model.safetensors";

  /** Transformers 5 keeps the extractor's settings here, and prefers them to the older file. */
  private static final String PROCESSOR_FILE = "processor_config.json";

  private static final String EXTRACTOR_KEY = "feature_extractor";

  private EncoderFolder() {}

  /** Reads both configurations of a folder; see {@link EncoderFamily#parse}. */
  public static EncoderConfig read(Path folder) {
    FolderConfig config = configuration(folder);
    return EncoderFamily.parse(config.json(), config.preprocessor(), config.file());
  }

  /**
   * Reads both configurations of a folder, in Hugging Face's layout or in that of a family that was
   * published in another.
   */
  public static FolderConfig configuration(Path folder) {
    Path file = folder.resolve(CONFIG_FILE);
    return published(folder)
        .orElseGet(
            () -> {
              JsonNode config = Json.read(file);
              return new FolderConfig(config, readPreprocessor(folder, config), file);
            });
  }

  /**
   * The {@code model_type} of a folder; empty where its configuration names none.
   *
   * @throws InvalidInputException if its configuration is damaged or missing
   */
  public static String modelType(Path folder) {
    return published(folder)
        .map(FolderConfig::json)
        .orElseGet(() -> Json.read(folder.resolve(CONFIG_FILE)))
        .path("model_type")
        .asText();
  }

  /** The configuration of a folder or file in a layout of its family's own. */
  public static Optional<FolderConfig> published(Path folder) {
    return Files.exists(folder.resolve(CONFIG_FILE))
        ? Optional.empty()
        : EncoderFamily.all().stream()
            .flatMap(family -> family.published(folder).stream())
            .findFirst();
  }

  /**
   * The settings of a folder's feature extractor; an empty object where there are none and the
   * encoder's family needs none.
   *
   * @param encoder the object that describes the encoder
   * @throws InvalidInputException as {@link #readPreprocessor(Path)}
   */
  public static JsonNode readPreprocessor(Path folder, JsonNode encoder) {
    boolean needed =
        EncoderFamily.of(encoder.path("model_type").asText())
            .map(EncoderFamily::needsPreprocessor)
            .orElse(true);
    boolean there =
        Stream.of(PROCESSOR_FILE, PREPROCESSOR_FILE).map(folder::resolve).anyMatch(Files::exists);
    return needed || there ? readPreprocessor(folder) : Json.mapper().createObjectNode();
  }

  /**
   * The settings of a folder's feature extractor: from {@code processor_config.json} if that
   * contains them, else from {@code preprocessor_config.json}, like transformers. Like
   * transformers, it does not guess missing ones: weights do not show whether a checkpoint needs
   * normalised samples.
   *
   * @throws InvalidInputException if neither file holds them, or one is damaged
   */
  public static JsonNode readPreprocessor(Path folder) {
    Path processor = folder.resolve(PROCESSOR_FILE);
    if (Files.isRegularFile(processor)) {
      JsonNode extractor = Json.read(processor).path(EXTRACTOR_KEY);
      if (extractor.isObject()) {
        return extractor;
      }
    }
    Path file = folder.resolve(PREPROCESSOR_FILE);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "Expected %s in %s, found none: download it too, or write {\"do_normalize\": true} or {\"do_normalize\": false} into it, as the checkpoint was trained."
              .formatted(PREPROCESSOR_FILE, folder));
    }
    JsonNode settings = Json.read(file);
    if (!settings.isObject()) {
      throw new InvalidInputException(
          "Expected a JSON object in %s, found %s."
              .formatted(file, settings.isMissingNode() ? "an empty file" : "something else"));
    }
    return settings;
  }
}
