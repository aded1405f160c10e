package org.emoglot.encoder.data2vec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFamily;

/** data2vec for audio. */
public final class Data2VecFamily implements EncoderFamily {

  static final String MODEL_TYPE = "data2vec-audio";

  @Override
  public List<String> modelTypes() {
    return List.of(MODEL_TYPE);
  }

  @Override
  public EncoderConfig read(String type, JsonNode config, JsonNode preprocessor, Object origin) {
    return Data2VecConfig.read(config, preprocessor, origin);
  }
}
