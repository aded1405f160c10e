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
import org.emoglot.io.Json;

/**
 * Settings on their way from YAML to a record: the defaults in {@code defaults.yaml} beside the
 * record, which a file and single values may override. What has no default is no setting.
 */
public final class SettingsTree {

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private static final String DEFAULTS = "defaults.yaml";

  private final ObjectNode tree;

  private SettingsTree(ObjectNode tree) {
    this.tree = tree;
  }

  /** The defaults beside a class. */
  public static SettingsTree defaultsOf(Class<?> owner) {
    try (InputStream in = Objects.requireNonNull(owner.getResourceAsStream(DEFAULTS), DEFAULTS)) {
      return new SettingsTree((ObjectNode) YAML.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + DEFAULTS + ": " + e.getMessage(), e);
    }
  }

  /** Adds a group of settings with defaults from elsewhere. */
  public SettingsTree group(String name, Object defaults) {
    tree.set(name, YAML.valueToTree(defaults));
    return this;
  }

  /** Takes a group out of the defaults. */
  ObjectNode take(String group) {
    return (ObjectNode) tree.remove(group);
  }

  /** Lays a part of the defaults over the others. */
  void lay(ObjectNode part) {
    overlay(tree, part, "", DEFAULTS);
  }

  /** Gives a value that no file holds. */
  SettingsTree put(String group, String key, String value) {
    ((ObjectNode) tree.get(group)).put(key, value);
    return this;
  }

  /** Changes a default before anything is laid over it. */
  SettingsTree put(String group, String key, int value) {
    ((ObjectNode) tree.get(group)).put(key, value);
    return this;
  }

  /**
   * Changes single values.
   *
   * @param values dotted key, such as {@code training.steps}, to YAML value
   * @throws InvalidInputException if a key does not exist or a value does not fit
   */
  public SettingsTree with(Map<String, String> values) {
    values.forEach((key, value) -> set(tree, key, value));
    return this;
  }

  /**
   * Lays a YAML file over it.
   *
   * @throws InvalidInputException if there is none, it is not YAML, or a key does not exist
   */
  public SettingsTree with(Path file) {
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
          "Expected YAML in %s, found%s: %s.".formatted(file, Json.place(e), problem(e)), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
    return this;
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

  /**
   * The record of these settings.
   *
   * @throws InvalidInputException if a value is of another kind, or the record refuses it
   */
  public <S> S bind(Class<S> type) {
    try {
      return YAML.treeToValue(tree, type);
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalStateException(
          "defaults.yaml and " + type + " differ: " + e.getMessage(), e);
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
