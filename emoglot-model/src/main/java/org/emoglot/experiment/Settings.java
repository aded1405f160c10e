package org.emoglot.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.loss.LossConfig;
import org.emoglot.sampling.HierarchicalOptions;
import org.emoglot.train.TrainingConfig;

/**
 * Everything about a training that can be set. The defaults, each once and with its source, stand
 * in {@code defaults.yaml}; a file and single values may be laid over them.
 *
 * @param adaptation what of the encoder is trained
 * @param loss weights and constants of the objective
 * @param batches size and make-up of a batch
 * @param training budget, rates, augmentation
 * @param features how what is frozen is kept
 * @param mini layout of the built-in small encoder
 */
public record Settings(
    AdaptationConfig adaptation,
    LossConfig loss,
    HierarchicalOptions batches,
    TrainingConfig training,
    FeatureSettings features,
    MiniConfig mini) {

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private static final String DEFAULTS = "defaults.yaml";
  private static final String WHEN_FULL = "whenFull";

  /** The defaults of an adaptation. */
  public static Settings defaults(AdaptationConfig.Kind kind) {
    return with(kind, Map.of());
  }

  /**
   * The defaults with single values changed.
   *
   * @param values dotted key, such as {@code training.steps}, to YAML value
   * @throws InvalidInputException if a key does not exist or a value does not fit
   */
  public static Settings with(AdaptationConfig.Kind kind, Map<String, String> values) {
    ObjectNode tree = defaultTree(kind);
    values.forEach((key, value) -> set(tree, key, value));
    return bind(tree, kind);
  }

  /** As {@link #with(AdaptationConfig.Kind, Map)}, with a YAML file between the two. */
  public static Settings with(AdaptationConfig.Kind kind, Path file, Map<String, String> values) {
    ObjectNode tree = defaultTree(kind);
    try {
      JsonNode overlay = YAML.readTree(Files.readAllBytes(file));
      if (overlay.isObject()) {
        overlay(tree, (ObjectNode) overlay, "", file.toString());
      } else if (!overlay.isMissingNode() && !overlay.isNull()) {
        throw new InvalidInputException(
            "Expected groups of settings such as %s in %s, found %s."
                .formatted(keys(tree, ""), file, overlay));
      }
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          "Expected a YAML file of settings at %s, found nothing there.".formatted(file), e);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "Expected YAML in %s, found at line %d: %s."
              .formatted(file, e.getLocation().getLineNr(), problem(e)),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
    values.forEach((key, value) -> set(tree, key, value));
    return bind(tree, kind);
  }

  /** Clips in a batch, random or hierarchical. */
  public int batchSize() {
    return batches.languages() * batches.labels() * batches.utterances();
  }

  /** SHA-256 of all values: the hyper-parameter hash of a run. */
  public String hash() {
    return Sha256.of(Json.writeLine(this));
  }

  private static ObjectNode defaultTree(AdaptationConfig.Kind kind) {
    try (InputStream in =
        Objects.requireNonNull(Settings.class.getResourceAsStream(DEFAULTS), DEFAULTS)) {
      ObjectNode tree = (ObjectNode) YAML.readTree(in);
      ObjectNode whenFull = (ObjectNode) tree.remove(WHEN_FULL);
      if (kind == AdaptationConfig.Kind.FULL) {
        overlay(tree, whenFull, "", DEFAULTS);
      }
      ((ObjectNode) tree.get("adaptation")).put("kind", kind.id());
      return tree;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + DEFAULTS + ": " + e.getMessage(), e);
    }
  }

  private static void set(ObjectNode tree, String key, String value) {
    try {
      JsonNode leaf = YAML.readTree(value);
      if (leaf.isMissingNode()) {
        throw new InvalidInputException(
            "Expected a value for the setting '%s', found none.".formatted(key));
      }
      ObjectNode overlay = YAML.createObjectNode();
      ObjectNode inner = overlay;
      String[] parts = key.split("\\.", -1);
      for (int i = 0; i < parts.length - 1; i++) {
        inner = inner.putObject(parts[i]);
      }
      inner.set(parts[parts.length - 1], leaf);
      overlay(tree, overlay, "", "--set " + key);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "Expected a YAML value for %s, found '%s'.".formatted(key, value), e);
    }
  }

  private static void overlay(ObjectNode base, ObjectNode over, String path, String origin) {
    over.fields()
        .forEachRemaining(
            field -> {
              String key = path + field.getKey();
              JsonNode known = base.get(field.getKey());
              if (known == null) {
                throw new InvalidInputException(
                    "Expected one of the settings %s (%s), found '%s'."
                        .formatted(keys(base, path), origin, key));
              }
              if (known.isObject() != field.getValue().isObject()) {
                throw new InvalidInputException(
                    "Expected %s for the setting '%s' (%s), found %s."
                        .formatted(
                            known.isObject()
                                ? "a group such as " + keys((ObjectNode) known, key + ".")
                                : "a value",
                            key,
                            origin,
                            field.getValue()));
              }
              if (known.isObject()) {
                overlay((ObjectNode) known, (ObjectNode) field.getValue(), key + ".", origin);
              } else {
                base.set(field.getKey(), field.getValue());
              }
            });
  }

  private static List<String> keys(ObjectNode node, String path) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(name -> keys.add(path + name));
    return keys;
  }

  private static Settings bind(ObjectNode tree, AdaptationConfig.Kind kind) {
    try {
      Settings settings = YAML.treeToValue(tree, Settings.class);
      if (settings.adaptation().kind() != kind) {
        // Other defaults belong to another kind, so it is chosen before them.
        throw new InvalidInputException(
            "Expected adaptation.kind to be %s, as --adapt says, found %s: choose it by --adapt."
                .formatted(kind.id(), settings.adaptation().kind().id()));
      }
      return settings;
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalStateException("defaults.yaml and Settings differ: " + e.getMessage(), e);
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof InvalidInputException invalid) {
        throw invalid;
      }
      if (e.getCause() instanceof IllegalArgumentException invalid) {
        throw new InvalidInputException(String.valueOf(invalid.getMessage()), e);
      }
      List<String> path =
          e.getPath().stream()
              .map(JsonMappingException.Reference::getFieldName)
              .filter(Objects::nonNull)
              .toList();
      throw new InvalidInputException(
          "Expected another kind of value for the setting '%s', found %s (%s)."
              .formatted(String.join(".", path), tree.at("/" + String.join("/", path)), problem(e)),
          e);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree that was read is not readable", e);
    }
  }

  /** The parser's message without its quotations of the source, which take several lines. */
  private static String problem(JsonProcessingException e) {
    return e.getOriginalMessage()
        .lines()
        .filter(line -> !line.startsWith(" "))
        .collect(Collectors.joining(", "));
  }
}
