package org.emoglot.encoder.wav2vec2conformer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFamily;

/** wav2vec 2.0 with conformer layers. */
public final class Wav2Vec2ConformerFamily implements EncoderFamily {

  static final String MODEL_TYPE = "wav2vec2-conformer";

  @Override
  public List<String> modelTypes() {
    return List.of(MODEL_TYPE);
  }

  @Override
  public EncoderConfig read(String type, JsonNode config, JsonNode preprocessor, Object origin) {
    return Wav2Vec2ConformerConfig.read(config, preprocessor, origin);
  }
}
