package org.emoglot.encoder.toy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.emoglot.encoder.ConfigKeys;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFamily;

/** Reads the layouts of toy encoders. */
public final class ToyFamily implements EncoderFamily {

  @Override
  public List<String> modelTypes() {
    return List.of("toy");
  }

  @Override
  public EncoderConfig read(String type, JsonNode config, JsonNode preprocessor, Object origin) {
    ConfigKeys keys = new ConfigKeys(config, origin);
    return new ToyConfig(keys.integer("d_model"), keys.integer("encoder_layers"));
  }
}
