package org.emoglot.onnx;

import ai.onnxruntime.OnnxModelMetadata;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.Confidence;
import org.emoglot.data.LabelSet;
import org.emoglot.io.Json;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.unlabelled.LogitShift;
import org.emoglot.unlabelled.SourceLogits;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of an exported model say, as far as it answers by them.
 *
 * @param labels in the order of the logits
 * @param confidence how far to trust its answers
 * @param heard the corpora that it has heard
 * @param source how it answers its training languages; unknown in a file that does not say
 * @param precision of its weights
 * @param parameters number of values in its parameters
 * @param head from an embedding to logits
 */
record OnnxDescription(
    LabelSet labels,
    Confidence confidence,
    HeardDeclaration heard,
    SourceLogits source,
    String precision,
    long parameters,
    EmbeddingHead head) {

  private static final String SOURCE = "source_logits";
  private static final String SHIFT = "shift";
  private static final String ADVICE = "write the file again with emoglot export";

  /**
   * Reads them.
   *
   * @throws InvalidInputException if one is missing or damaged, as in a file of another program
   */
  static OnnxDescription of(Path file, OnnxModelMetadata metadata) {
    Map<String, String> text = metadata.getCustomMetadata();
    try {
      List<String> names = new ArrayList<>();
      json(file, text, "labels").forEach(name -> names.add(name.asText()));
      LabelSet labels = new LabelSet(names);
      List<Integer> widths = new ArrayList<>();
      json(file, text, "head_widths").forEach(width -> widths.add(width.asInt()));
      return new OnnxDescription(
          labels,
          Json.record(file, json(file, text, "confidence"), Confidence.class, ADVICE),
          HeardDeclaration.of(json(file, text, "heard")),
          source(file, text),
          required(file, text, "precision"),
          Long.parseLong(required(file, text, "parameters")),
          EmbeddingHead.of(required(file, text, "head"), widths, shift(file, text, labels)));
    } catch (IllegalArgumentException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static SourceLogits source(Path file, Map<String, String> text) {
    return text.containsKey(SOURCE)
        ? SourceLogits.read(file, json(file, text, SOURCE), ADVICE)
        : SourceLogits.UNKNOWN;
  }

  private static LogitShift shift(Path file, Map<String, String> text, LabelSet labels) {
    if (!text.containsKey(SHIFT)) {
      return LogitShift.none(labels.size());
    }
    LogitShift shift = Json.record(file, json(file, text, SHIFT), LogitShift.class, ADVICE);
    if (shift.values().length != labels.size()) {
      throw new IllegalArgumentException(
          "a shift of %d logits instead of %d".formatted(shift.values().length, labels.size()));
    }
    return shift;
  }

  private static JsonNode json(Path file, Map<String, String> text, String key) {
    try {
      return Json.mapper().readTree(required(file, text, key));
    } catch (JsonProcessingException e) {
      throw damaged(file, key + " is no JSON", e);
    }
  }

  private static String required(Path file, Map<String, String> text, String key) {
    String value = text.get(key);
    if (value == null) {
      throw damaged(file, "no " + key, null);
    }
    return value;
  }

  private static InvalidInputException damaged(Path file, String found, @Nullable Exception cause) {
    String message =
        "Expected the metadata of an exported model in %s, found %.120s: %s."
            .formatted(file, found, ADVICE);
    return cause == null
        ? new InvalidInputException(message)
        : new InvalidInputException(message, cause);
  }
}
