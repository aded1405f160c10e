package org.emoglot.encoder.wav2vec2;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFamily;

/** wav2vec 2.0 and its relatives. */
public final class Wav2Vec2Family implements EncoderFamily {

  @Override
  public List<String> modelTypes() {
    return Variant.MODEL_TYPES;
  }

  @Override
  public EncoderConfig read(String type, JsonNode config, JsonNode preprocessor, Object origin) {
    return Wav2Vec2Config.read(type, config, preprocessor, origin);
  }
}
