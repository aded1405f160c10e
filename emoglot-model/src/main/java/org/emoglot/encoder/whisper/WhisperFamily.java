package org.emoglot.encoder.whisper;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFamily;
import org.emoglot.encoder.FolderConfig;

/** Whisper's encoders. */
public final class WhisperFamily implements EncoderFamily {

  static final String MODEL_TYPE = "whisper";

  @Override
  public List<String> modelTypes() {
    return List.of(MODEL_TYPE);
  }

  /** All of them hear the same energies, of as many bands as config.json says. */
  @Override
  public boolean needsPreprocessor() {
    return false;
  }

  /** OpenAI's own file in place of a folder. */
  @Override
  public Optional<FolderConfig> published(Path path) {
    return PublishedFile.configuration(path);
  }

  @Override
  public EncoderConfig read(String type, JsonNode config, JsonNode preprocessor, Object origin) {
    return WhisperConfig.read(config, preprocessor, origin);
  }
}
