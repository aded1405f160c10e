package org.emoglot.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.Language;

/**
 * What a backbone or start model declares to have heard, in its config.json:
 *
 * <pre>{@code
 * "heard": [{"corpus": "voxpopuli", "language": "de", "labelled": false}]
 * }</pre>
 *
 * <p>An empty list declares that it has heard nothing; without the key nothing is declared.
 *
 * @param declared whether anything was declared
 * @param heard the corpora; empty if nothing was declared
 */
public record HeardDeclaration(boolean declared, List<Heard> heard) {

  /** The key in config.json. */
  public static final String KEY = "heard";

  /** The model does not say. */
  public static final HeardDeclaration UNDECLARED = new HeardDeclaration(false, List.of());

  /** The model starts from random weights. */
  public static final HeardDeclaration NOTHING = new HeardDeclaration(true, List.of());

  public HeardDeclaration {
    heard = List.copyOf(heard);
    if (!declared && !heard.isEmpty()) {
      throw new IllegalArgumentException("Undeclared, and yet heard: " + heard);
    }
  }

  /** A declaration of these corpora. */
  public static HeardDeclaration of(List<Heard> heard) {
    return new HeardDeclaration(true, heard);
  }

  /**
   * Reads the declaration of a config.json.
   *
   * @throws InvalidInputException if the key is there but has another form
   */
  public static HeardDeclaration of(JsonNode config) {
    JsonNode list = config.path(KEY);
    if (list.isMissingNode() || list.isNull()) {
      return UNDECLARED;
    }
    if (!list.isArray()) {
      throw invalid(list);
    }
    List<Heard> heard = new ArrayList<>();
    for (JsonNode item : list) {
      if (!item.path("corpus").isTextual()
          || !item.path("language").isTextual()
          || !item.path("labelled").isBoolean()) {
        throw invalid(item);
      }
      heard.add(
          new Heard(
              item.path("corpus").asText(),
              Language.of(item.path("language").asText()),
              item.path("labelled").asBoolean()));
    }
    return of(heard);
  }

  /** The list under {@link #KEY}, as {@link #of(JsonNode)} reads it; only of what was declared. */
  public List<Map<String, Object>> toJson() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Heard item : heard) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("corpus", item.corpus());
      fields.put("language", item.language().code());
      fields.put("labelled", item.labelled());
      list.add(fields);
    }
    return list;
  }

  private static InvalidInputException invalid(JsonNode found) {
    return new InvalidInputException(
        "Expected \"heard\": [{\"corpus\": \"voxpopuli\", \"language\": \"de\", \"labelled\":"
            + " false}] in the model's config.json, found "
            + found
            + ".");
  }
}
