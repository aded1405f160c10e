package org.emoglot.encoder.logmel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFamily;

/** Our own transformers over log-mel frames. */
public final class LogMelFamily implements EncoderFamily {

  static final String MODEL_TYPE = "emoglot-logmel";

  @Override
  public List<String> modelTypes() {
    return List.of(MODEL_TYPE);
  }

  @Override
  public EncoderConfig read(String type, JsonNode config, JsonNode preprocessor, Object origin) {
    return LogMelConfig.read(config, preprocessor, origin);
  }
}
