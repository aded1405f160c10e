package org.emoglot.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Language;

/**
 * What a backbone or start model declares to have heard, in its config.json:
 *
 * <pre>{@code
 * "heard": [{"corpus": "voxpopuli", "language": "de", "labelled": false}]
 * }</pre>
 *
 * <p>An empty list declares that it has heard nothing; without the key nothing is declared. A model
 * that was trained on an undeclared backbone lists its own corpora and adds {@code "heard_is_all":
 * false}: there may be more.
 *
 * @param declared whether the list is all that was heard
 * @param heard the corpora that are known
 */
public record HeardDeclaration(boolean declared, List<HeardCorpus> heard) {

  /** The key in config.json. */
  public static final String KEY = "heard";

  /** The key that says whether the list under {@link #KEY} is all; true where it is missing. */
  public static final String IS_ALL_KEY = "heard_is_all";

  /** The model does not say. */
  public static final HeardDeclaration UNDECLARED = new HeardDeclaration(false, List.of());

  /** The model starts from random weights. */
  public static final HeardDeclaration NOTHING = new HeardDeclaration(true, List.of());

  public HeardDeclaration {
    heard = List.copyOf(heard);
  }

  /** A declaration of these corpora. */
  public static HeardDeclaration of(List<HeardCorpus> heard) {
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
    List<HeardCorpus> heard = new ArrayList<>();
    for (JsonNode item : list) {
      if (!item.path("corpus").isTextual()
          || !item.path("language").isTextual()
          || !item.path("labelled").isBoolean()) {
        throw invalid(item);
      }
      heard.add(
          new HeardCorpus(
              item.path("corpus").asText(),
              Language.of(item.path("language").asText()),
              item.path("labelled").asBoolean()));
    }
    return new HeardDeclaration(config.path(IS_ALL_KEY).asBoolean(true), heard);
  }

  /** The same, and what a training added. */
  public HeardDeclaration and(List<HeardCorpus> more) {
    return new HeardDeclaration(
        declared, Stream.concat(heard.stream(), more.stream()).distinct().toList());
  }

  /** The list under {@link #KEY}, as {@link #of(JsonNode)} reads it. */
  public List<Map<String, Object>> toJson() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (HeardCorpus item : heard) {
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
