package org.emoglot.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.PeftAdapter;
import org.emoglot.classifier.AnswerSets;
import org.emoglot.classifier.CalibrationSource;
import org.emoglot.classifier.Confidence;
import org.emoglot.data.LabelSet;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.io.Json;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.provenance.Provenance;
import org.emoglot.unlabelled.SourceLogits;

/**
 * The common part of the config.json of every saved model and committee: its kind, its labels, what
 * it has heard, and how far to trust its answers.
 *
 * @param json its object
 * @param file where it is, for errors
 */
record ConfigFile(JsonNode json, Path file) {

  private static final String TYPE = "model_type";
  private static final String TEMPERATURE = "temperature";
  private static final String REJECT_BELOW = "reject_below";
  private static final String SET_COVERAGE = "answer_set_coverage";
  private static final String SET_FROM = "answer_set_from";
  private static final String CALIBRATION = "calibration";
  private static final String SOURCE = "source_logits";

  /**
   * Reads the config.json of a folder, which must be there.
   *
   * @throws InvalidInputException if it is missing or damaged, or the folder holds a PEFT adapter
   */
  static ConfigFile of(Path folder) {
    PeftAdapter.refuse(folder);
    Path file = folder.resolve(EncoderFolder.CONFIG_FILE);
    return EncoderFolder.published(folder)
        .map(published -> new ConfigFile(published.json(), published.file()))
        .orElseGet(() -> new ConfigFile(readObject(file), file));
  }

  /** Whether a folder has a config.json of this kind. */
  static boolean isOf(String type, Path folder) {
    return Files.exists(folder.resolve(EncoderFolder.CONFIG_FILE)) && of(folder).is(type);
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

  /** The beginning of a config.json. */
  static Map<String, Object> begin(String type, LabelSet labels) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(TYPE, type);
    json.put("emoglot_version", Provenance.version());
    Map<String, String> id2label = new LinkedHashMap<>();
    Map<String, Integer> label2id = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      id2label.put(String.valueOf(i), labels.name(i));
      label2id.put(labels.name(i), i);
    }
    json.put("id2label", id2label);
    json.put("label2id", label2id);
    return json;
  }

  /** Its end. */
  static void end(
      Map<String, Object> json,
      HeardDeclaration heard,
      Confidence confidence,
      SourceLogits source) {
    if (!heard.equals(HeardDeclaration.UNDECLARED)) {
      json.put(HeardDeclaration.KEY, heard.toJson());
      json.put(HeardDeclaration.IS_ALL_KEY, heard.declared());
    }
    if (!confidence.equals(Confidence.NONE)) {
      json.put(TEMPERATURE, confidence.temperature());
      json.put(REJECT_BELOW, confidence.rejectBelow());
      if (confidence.answerSets().exist()) {
        json.put(SET_COVERAGE, confidence.answerSets().coverage());
        json.put(SET_FROM, confidence.answerSets().includeFrom());
      }
      json.put(CALIBRATION, confidence.calibration());
    }
    if (!source.isUnknown()) {
      json.put(SOURCE, source);
    }
  }

  String type() {
    return json.path(TYPE).asText();
  }

  boolean is(String type) {
    return type().equals(type);
  }

  LabelSet labels() {
    JsonNode id2label = required(json, "id2label");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < id2label.size(); i++) {
      names.add(required(id2label, String.valueOf(i)).asText());
    }
    return new LabelSet(names);
  }

  HeardDeclaration heard() {
    return HeardDeclaration.of(json);
  }

  Confidence confidence() {
    double temperature = number(TEMPERATURE, Confidence.NONE.temperature());
    double rejectBelow = number(REJECT_BELOW, Confidence.NONE.rejectBelow());
    AnswerSets sets = answerSets();
    try {
      return json.has(TEMPERATURE) || json.has(REJECT_BELOW)
          ? new Confidence(temperature, rejectBelow, sets, calibration())
          : Confidence.NONE;
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "Expected a positive %s and a %s from 0 to 1 in %s, found %s and %s."
              .formatted(TEMPERATURE, REJECT_BELOW, file, temperature, rejectBelow),
          e);
    }
  }

  /** Models of earlier versions give none. */
  private AnswerSets answerSets() {
    double coverage = number(SET_COVERAGE, AnswerSets.NONE.coverage());
    double includeFrom = number(SET_FROM, AnswerSets.NONE.includeFrom());
    try {
      return new AnswerSets(coverage, includeFrom);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "Expected %s and %s from 0 to 1 in %s, found %s and %s."
              .formatted(SET_COVERAGE, SET_FROM, file, coverage, includeFrom),
          e);
    }
  }

  /** Models of earlier versions do not say: it was the validation clips. */
  private CalibrationSource calibration() {
    String id = json.path(CALIBRATION).asText(CalibrationSource.VALIDATION_CLIPS.id());
    return CalibrationSource.named(id)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected one of %s for %s in %s, found '%.40s'."
                        .formatted(CalibrationSource.names(), CALIBRATION, file, id)));
  }

  /** Models of earlier versions do not store it. */
  SourceLogits source() {
    return json.has(SOURCE)
        ? SourceLogits.read(file, json.get(SOURCE), "restore the file")
        : SourceLogits.UNKNOWN;
  }

  private double number(String key, double absent) {
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

  boolean flag(String key) {
    JsonNode value = required(key);
    if (!value.isBoolean()) {
      throw new InvalidInputException(
          "Expected true or false for %s in %s, found %s.".formatted(key, file, value));
    }
    return value.asBoolean();
  }

  JsonNode required(String key) {
    return required(json, key);
  }

  private JsonNode required(JsonNode object, String key) {
    JsonNode value = object.get(key);
    if (value == null || value.isNull()) {
      throw new InvalidInputException("Expected the key %s in %s.".formatted(key, file));
    }
    return value;
  }
}
