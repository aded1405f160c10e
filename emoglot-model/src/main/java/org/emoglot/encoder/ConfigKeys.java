package org.emoglot.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;

/**
 * Typed access to a JSON object, with messages that name file and key.
 *
 * @param origin its file
 */
public record ConfigKeys(JsonNode json, Object origin) {

  /** The same with another value of a key. */
  public ConfigKeys with(String key, Object value) {
    ObjectNode changed = json.deepCopy();
    changed.set(key, Json.mapper().<JsonNode>valueToTree(value));
    return new ConfigKeys(changed, origin);
  }

  private JsonNode required(String key) {
    JsonNode value = json.get(key);
    if (value == null || value.isNull()) {
      throw new InvalidInputException("Expected the key %s in %s.".formatted(key, origin));
    }
    return value;
  }

  public String text(String key) {
    return required(key).asText();
  }

  public boolean flag(String key) {
    JsonNode value = required(key);
    if (!value.isBoolean()) {
      throw new InvalidInputException(
          "Expected true or false for %s in %s, found %s.".formatted(key, origin, value));
    }
    return value.asBoolean();
  }

  public int integer(String key) {
    JsonNode value = required(key);
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw new InvalidInputException(
          "Expected an integer for %s in %s, found %s.".formatted(key, origin, value));
    }
    return value.asInt();
  }

  /** An integer, or what it is where the key is absent. */
  public int integer(String key, int absent) {
    return json.hasNonNull(key) ? integer(key) : absent;
  }

  public double number(String key) {
    JsonNode value = required(key);
    if (!value.isNumber()) {
      throw new InvalidInputException(
          "Expected a number for %s in %s, found %s.".formatted(key, origin, value));
    }
    return value.asDouble();
  }

  public List<Integer> integers(String key) {
    List<Integer> values = new ArrayList<>();
    for (JsonNode value : required(key)) {
      if (!value.isIntegralNumber() || value.asInt() < 1) {
        throw new InvalidInputException(
            "Expected positive integers for %s in %s, found %s."
                .formatted(key, origin, required(key)));
      }
      values.add(value.asInt());
    }
    return values;
  }

  /** Refuses any other value than the only one that is supported; the key may be absent. */
  public void expect(String key, String only) {
    if (json.hasNonNull(key) && !json.get(key).asText().equals(only)) {
      throw new InvalidInputException(
          "Expected %s = %s in %s, found '%s'."
              .formatted(key, only, origin, json.get(key).asText()));
    }
  }

  /**
   * Refuses a part that an encoder may have beyond what is supported.
   *
   * @param key true where it has it; the key may be absent
   * @param what the part
   */
  public void expectNone(String key, String what) {
    if (json.path(key).asBoolean(false)) {
      throw new InvalidInputException(
          "Expected an encoder without %s (%s), found one in %s.".formatted(what, key, origin));
    }
  }
}
