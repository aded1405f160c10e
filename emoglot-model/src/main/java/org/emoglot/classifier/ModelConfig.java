package org.emoglot.classifier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.corpus.LabelSet;
import org.emoglot.io.Json;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.provenance.Provenance;
import org.emoglot.wav2vec2.Wav2Vec2Config;

/**
 * The config.json of a saved model: all that is needed to load it.
 *
 * @param labels emotions in the order of the logits
 * @param encoder layout of the encoder
 * @param adaptation what was trained
 * @param backbone where the encoder came from
 * @param storesBackbone whether the weights file holds the encoder as well
 * @param heard every corpus that the model has heard
 * @param confidence how far its answers are to be trusted; a file without it rejects no answer
 */
record ModelConfig(
    LabelSet labels,
    Wav2Vec2Config encoder,
    AdaptationConfig adaptation,
    BackboneOrigin backbone,
    boolean storesBackbone,
    HeardDeclaration heard,
    Confidence confidence) {

  static final String ENCODER = "encoder";

  private static final String STORES_BACKBONE = "stores_backbone";

  private static final String TEMPERATURE = "temperature";

  private static final String REJECT_BELOW = "reject_below";

  private static final String MODEL_TYPE = "emoglot";

  /** Reads records of which nothing is missing. */
  private static final ObjectReader COMPLETE =
      Json.mapper()
          .reader()
          .with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  static boolean isModel(JsonNode config) {
    return config.path("model_type").asText().equals(MODEL_TYPE);
  }

  /** Whether a model's folder holds its encoder, as its config.json says. */
  static boolean storesBackbone(JsonNode config) {
    return config.path(STORES_BACKBONE).asBoolean();
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model_type", MODEL_TYPE);
    json.put("emoglot_version", Provenance.version());
    Map<String, String> id2label = new LinkedHashMap<>();
    Map<String, Integer> label2id = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      id2label.put(String.valueOf(i), labels.name(i));
      label2id.put(labels.name(i), i);
    }
    json.put("id2label", id2label);
    json.put("label2id", label2id);
    json.put(ENCODER, encoder.toJson());
    json.put("adaptation", adaptation);
    json.put("backbone", backbone);
    json.put(STORES_BACKBONE, storesBackbone);
    if (!heard.equals(HeardDeclaration.UNDECLARED)) {
      json.put(HeardDeclaration.KEY, heard.toJson());
      json.put(HeardDeclaration.IS_ALL_KEY, heard.declared());
    }
    if (!confidence.equals(Confidence.NONE)) {
      json.put(TEMPERATURE, confidence.temperature());
      json.put(REJECT_BELOW, confidence.rejectBelow());
    }
    return json;
  }

  static ModelConfig read(Path folder) {
    Path file = folder.resolve(Wav2Vec2Config.CONFIG_FILE);
    JsonNode config = readObject(file);
    if (!isModel(config)) {
      throw new InvalidInputException(
          "Expected an Emoglot model (model_type %s) in %s, found model_type '%s': train one with emoglot train."
              .formatted(MODEL_TYPE, file, config.path("model_type").asText()));
    }
    try {
      return new ModelConfig(
          labels(config, file),
          Wav2Vec2Config.parse(
              config.path(ENCODER),
              readObject(folder.resolve(Wav2Vec2Config.PREPROCESSOR_FILE)),
              file),
          COMPLETE.treeToValue(required(config, "adaptation", file), AdaptationConfig.class),
          COMPLETE.treeToValue(required(config, "backbone", file), BackboneOrigin.class),
          flag(config, STORES_BACKBONE, file),
          HeardDeclaration.of(config),
          confidence(config, file));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "Expected a complete model configuration in %s, found: %s"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }

  private static LabelSet labels(JsonNode config, Path file) {
    JsonNode id2label = required(config, "id2label", file);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < id2label.size(); i++) {
      names.add(required(id2label, String.valueOf(i), file).asText());
    }
    return new LabelSet(names);
  }

  private static Confidence confidence(JsonNode config, Path file) {
    double temperature = number(config, TEMPERATURE, Confidence.NONE.temperature(), file);
    double rejectBelow = number(config, REJECT_BELOW, Confidence.NONE.rejectBelow(), file);
    try {
      return new Confidence(temperature, rejectBelow);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "Expected a positive %s and a %s from 0 to 1 in %s, found %s and %s."
              .formatted(TEMPERATURE, REJECT_BELOW, file, temperature, rejectBelow),
          e);
    }
  }

  private static double number(JsonNode json, String key, double absent, Path file) {
    JsonNode value = json.path(key);
    if (value.isMissingNode()) {
      return absent;
    }
    if (!value.isNumber()) {
      throw new InvalidInputException(
          "Expected a number for %s in %s, found %s.".formatted(key, file, value));
    }
    return value.asDouble();
  }

  private static boolean flag(JsonNode json, String key, Path file) {
    JsonNode value = required(json, key, file);
    if (!value.isBoolean()) {
      throw new InvalidInputException(
          "Expected true or false for %s in %s, found %s.".formatted(key, file, value));
    }
    return value.asBoolean();
  }

  /** Reads a file that must hold an object; an empty one would pass for an object without keys. */
  static JsonNode readObject(Path file) {
    JsonNode json = Json.read(file);
    if (!json.isObject()) {
      throw new InvalidInputException(
          "Expected a JSON object in %s, found %s."
              .formatted(file, json.isMissingNode() ? "an empty file" : "something else"));
    }
    return json;
  }

  private static JsonNode required(JsonNode json, String key, Path file) {
    JsonNode value = json.get(key);
    if (value == null || value.isNull()) {
      throw new InvalidInputException("Expected the key %s in %s.".formatted(key, file));
    }
    return value;
  }
}
