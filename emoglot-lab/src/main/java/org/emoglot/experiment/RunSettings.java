package org.emoglot.experiment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.tensor.Precision;

/**
 * The settings that act in a run, which its record holds and hashes. Others, such as the layout of
 * an encoder that does not take part, are left out: they change nothing.
 *
 * <p>A setting that is added later changes no hash where it does what was done before there was
 * any; {@link #AS_BEFORE} says which value that is. Records of earlier versions hold all settings
 * of their time, and are read as they are.
 */
public final class RunSettings {

  private static final String PRECISION = "precision";

  /**
   * Settings that came after schema 2, by pointer such as {@code /training/steps}, with the value
   * that does what was done before.
   */
  private static final Map<String, Object> AS_BEFORE =
      Map.of(
          "/hearing", "valid",
          "/views", "recording",
          "/adaptation/pooling", "mean",
          "/adaptation/standardize", false,
          "/training/head", "steps",
          "/training/l2", 1.0,
          "/training/refit", false);

  private final ObjectNode tree;

  private RunSettings(ObjectNode tree) {
    this.tree = tree;
  }

  /**
   * The settings that act.
   *
   * @param settings all of them, a record
   * @param idle dotted keys of settings and sections that do not act
   */
  public static RunSettings of(Object settings, Iterable<String> idle) {
    ObjectNode tree = asRead(settings);
    for (String key : idle) {
      JsonPointer path = pointer(key);
      if (tree.at(path.head()) instanceof ObjectNode parent) {
        parent.remove(path.last().getMatchingProperty());
        if (parent.isEmpty() && parent != tree) {
          tree.remove(path.getMatchingProperty());
        }
      }
    }
    return new RunSettings(tree);
  }

  /** With numbers of the kinds that a parser makes, so that a record equals what is read of it. */
  private static ObjectNode asRead(Object settings) {
    try {
      return (ObjectNode) Json.mapper().readTree(Json.writeLine(settings));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON that was written is not readable", e);
    }
  }

  /** As a record holds them. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static RunSettings read(ObjectNode tree) {
    return new RunSettings(tree);
  }

  @JsonValue
  ObjectNode tree() {
    return tree;
  }

  private static JsonPointer pointer(String key) {
    return JsonPointer.compile("/" + key.replace('.', '/'));
  }

  /** SHA-256 of all values: the hyper-parameter hash of a run. */
  public String hash() {
    return hash(AS_BEFORE);
  }

  /** The same with other settings that came later. */
  String hash(Map<String, ?> asBefore) {
    ObjectNode hashed = tree.deepCopy();
    asBefore.forEach(
        (path, value) -> {
          JsonPointer pointer = JsonPointer.compile(path);
          if (isValue(hashed.at(pointer), value)) {
            ((ObjectNode) hashed.at(pointer.head())).remove(pointer.last().getMatchingProperty());
          }
        });
    return Sha256.of(Json.writeLine(hashed));
  }

  private static boolean isValue(JsonNode node, Object value) {
    if (value instanceof Number number) {
      return node.isNumber() && node.asDouble() == number.doubleValue();
    }
    return node.isBoolean()
        ? value.equals(node.asBoolean())
        : node.isTextual() && node.asText().equals(value);
  }

  /** In which numbers the encoder computed. */
  public Precision precision() {
    return section(PRECISION, Precision.class);
  }

  /**
   * A section or a single setting.
   *
   * @throws InvalidInputException if there is none, or one of another form
   */
  public <S> S section(String name, Class<S> type) {
    JsonNode found = tree.path(name);
    try {
      if (!found.isMissingNode()) {
        return Json.mapper().treeToValue(found, type);
      }
    } catch (JsonProcessingException e) {
      throw invalid(name, found, e);
    }
    throw invalid(name, found, new IllegalArgumentException(name));
  }

  private static InvalidInputException invalid(String name, JsonNode found, Throwable cause) {
    return new InvalidInputException(
        "Expected settings of the section '%s' in the record of a run, found '%.80s'."
            .formatted(name, found),
        cause);
  }

  /** Whether a setting acts. */
  public boolean acts(String key) {
    return !tree.at(pointer(key)).isMissingNode();
  }

  /**
   * The first setting that acts in both and has another value in each.
   *
   * @return such as {@code loss.tau (0.07, 0.1)}
   */
  public Optional<String> difference(RunSettings other) {
    return difference(tree, other.tree, "");
  }

  private static Optional<String> difference(JsonNode one, JsonNode other, String path) {
    if (one.isObject() && other.isObject()) {
      for (Iterator<String> names = one.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (other.has(name)) {
          Optional<String> found =
              difference(one.get(name), other.get(name), path.isEmpty() ? name : path + "." + name);
          if (found.isPresent()) {
            return found;
          }
        }
      }
      return Optional.empty();
    }
    boolean same =
        one.isNumber() && other.isNumber() ? one.asDouble() == other.asDouble() : one.equals(other);
    return same
        ? Optional.empty()
        : Optional.of("%s (%s, %s)".formatted(path, one.asText(), other.asText()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RunSettings settings && settings.tree.equals(tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  @Override
  public String toString() {
    return Json.writeLine(tree);
  }
}
