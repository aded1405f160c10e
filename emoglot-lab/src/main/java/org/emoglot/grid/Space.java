package org.emoglot.grid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;
import org.emoglot.sampling.SeededRandom;

/**
 * Values to try for some settings.
 *
 * @param values dotted key, such as {@code loss.tau}, to YAML values, each once and at least one; a
 *     key with a single value is set to it throughout
 */
public record Space(Map<String, List<String>> values) {

  private static final YAMLMapper YAML = new YAMLMapper();

  public Space {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    values.forEach((key, of) -> copy.put(key, List.copyOf(new LinkedHashSet<>(of))));
    values = copy;
  }

  /**
   * Reads values as the command line has them.
   *
   * @param texts dotted key to values with commas between them, such as {@code 0.05,0.07} or {@code
   *     [q],[q, v]}
   */
  public static Space of(Map<String, String> texts) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    texts.forEach((key, text) -> values.put(key, list(key, "[" + text + "]")));
    return new Space(values);
  }

  /**
   * Reads a YAML file of keys and lists, such as {@code loss.tau: [0.05, 0.07]}.
   *
   * @throws InvalidInputException if it is missing or has another form
   */
  public static Space read(Path file) {
    try {
      JsonNode tree = YAML.readTree(Files.readAllBytes(file));
      if (!tree.isObject()) {
        throw new InvalidInputException(
            "Expected settings and their values, such as 'loss.tau: [0.05, 0.07]', in %s, found %s."
                .formatted(file, tree));
      }
      Map<String, List<String>> values = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : tree.properties()) {
        values.put(field.getKey(), list(field.getKey(), field.getValue().toString()));
      }
      return new Space(values);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          "Expected a YAML file of values to try at %s, found nothing there.".formatted(file), e);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "Expected YAML in %s, found something else%s.".formatted(file, Json.place(e)), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static List<String> list(String key, String yaml) {
    try {
      JsonNode list = YAML.readTree(yaml);
      List<String> values = new ArrayList<>();
      if (list.isArray()) {
        list.forEach(value -> values.add(value.toString()));
      }
      if (values.isEmpty()) {
        throw new InvalidInputException(
            "Expected a list of values for the setting '%s', such as [0.05, 0.07], found %s."
                .formatted(key, list));
      }
      return values;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "Expected YAML values with commas between them for the setting '%s', found %s."
              .formatted(key, yaml),
          e);
    }
  }

  /** These, and those of another, which goes before where both know a key. */
  public Space with(Space other) {
    Map<String, List<String>> all = new LinkedHashMap<>(values);
    all.putAll(other.values);
    return new Space(all);
  }

  /** The settings that have one value throughout. */
  public Map<String, String> fixed() {
    Map<String, String> fixed = new LinkedHashMap<>();
    values.forEach(
        (key, of) -> {
          if (of.size() == 1) {
            fixed.put(key, of.get(0));
          }
        });
    return fixed;
  }

  /** The settings with several values to try. */
  public List<String> factors() {
    return values.keySet().stream().filter(key -> of(key).size() > 1).toList();
  }

  private List<String> of(String key) {
    return values.getOrDefault(key, List.of());
  }

  /** How many ways there are to take a value of each factor. */
  public long size() {
    try {
      return factors().stream().mapToLong(key -> of(key).size()).reduce(1, Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw new InvalidInputException(
          "Expected fewer values to try, found more than 2^63 ways to choose them.", e);
    }
  }

  /** Every way to take a value of each factor. */
  public List<Map<String, String>> cross() {
    List<Map<String, String>> all = new ArrayList<>();
    for (long index = 0; index < size(); index++) {
      all.add(at(index));
    }
    return all;
  }

  /** The base, which changes nothing, and one way per value of each single factor. */
  public List<Map<String, String>> oneAtATime() {
    List<Map<String, String>> all = new ArrayList<>();
    all.add(Map.of());
    for (String key : factors()) {
      of(key).forEach(value -> all.add(Map.of(key, value)));
    }
    return all;
  }

  /**
   * Random search: so many different ways of {@link #cross}, or all if there are no more.
   *
   * @param budget at least 1
   * @param seed the same gives the same
   */
  public List<Map<String, String>> draw(int budget, long seed) {
    if (budget < 1) {
      throw new InvalidInputException(
          "Expected a budget of at least one variant, found %d.".formatted(budget));
    }
    if (size() <= budget) {
      return cross();
    }
    SeededRandom random = SeededRandom.of(seed);
    LinkedHashSet<Map<String, String>> drawn = new LinkedHashSet<>();
    while (drawn.size() < budget) {
      Map<String, String> way = new LinkedHashMap<>();
      for (String key : factors()) {
        way.put(key, of(key).get(random.nextInt(of(key).size())));
      }
      drawn.add(way);
    }
    return List.copyOf(drawn);
  }

  /** The last factor turns fastest. */
  private Map<String, String> at(long index) {
    List<String> keys = factors();
    Map<String, String> way = new LinkedHashMap<>();
    keys.forEach(key -> way.put(key, "")); // in this order
    long rest = index;
    for (int i = keys.size() - 1; i >= 0; i--) {
      List<String> of = of(keys.get(i));
      way.put(keys.get(i), of.get((int) (rest % of.size())));
      rest /= of.size();
    }
    return way;
  }
}
