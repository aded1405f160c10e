package org.emoglot.encoder.wav2vec2bert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFamily;

/** w2v-BERT 2.0. */
public final class Wav2Vec2BertFamily implements EncoderFamily {

  static final String MODEL_TYPE = "wav2vec2-bert";

  @Override
  public List<String> modelTypes() {
    return List.of(MODEL_TYPE);
  }

  @Override
  public EncoderConfig read(String type, JsonNode config, JsonNode preprocessor, Object origin) {
    return Wav2Vec2BertConfig.read(config, preprocessor, origin);
  }
}
