package org.emoglot.encoder.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.emoglot.encoder.ConfigKeys;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFamily;

/** Projections of utterance statistics. */
public final class UtteranceStatisticsFamily implements EncoderFamily {

  static final String MODEL_TYPE = "emoglot-statistics";

  @Override
  public List<String> modelTypes() {
    return List.of(MODEL_TYPE);
  }

  @Override
  public EncoderConfig read(String type, JsonNode config, JsonNode preprocessor, Object origin) {
    ConfigKeys keys = new ConfigKeys(config, origin);
    return new UtteranceStatisticsConfig(
        keys.integer("hidden_size"), keys.number("hidden_dropout"));
  }
}
