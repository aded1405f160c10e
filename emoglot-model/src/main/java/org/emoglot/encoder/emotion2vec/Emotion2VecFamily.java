package org.emoglot.encoder.emotion2vec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFamily;
import org.emoglot.encoder.FolderConfig;
import org.emoglot.io.Json;

/** emotion2vec, the base model and those that were trained further for labels. */
public final class Emotion2VecFamily implements EncoderFamily {

  static final String MODEL_TYPE = "emotion2vec";
  private static final String PUBLISHED_FILE = "config.yaml";
  private static final String PUBLISHED_TYPE = "Emotion2vec";

  @Override
  public List<String> modelTypes() {
    return List.of(MODEL_TYPE);
  }

  /** Its configuration says how clips are prepared. */
  @Override
  public boolean needsPreprocessor() {
    return false;
  }

  @Override
  public Optional<FolderConfig> published(Path folder) {
    Path file = folder.resolve(PUBLISHED_FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    JsonNode yaml = Yaml.read(file);
    if (!yaml.path("model").asText().equals(PUBLISHED_TYPE)) {
      return Optional.empty();
    }
    ObjectNode config = Json.mapper().createObjectNode();
    config.put("model_type", MODEL_TYPE);
    config.set(Emotion2VecConfig.MODEL, yaml.path(Emotion2VecConfig.MODEL));
    return Optional.of(new FolderConfig(config, Json.mapper().createObjectNode(), file));
  }

  @Override
  public EncoderConfig read(String type, JsonNode config, JsonNode preprocessor, Object origin) {
    return Emotion2VecConfig.read(config, origin);
  }
}
