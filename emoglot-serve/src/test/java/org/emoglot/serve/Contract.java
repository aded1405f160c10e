package org.emoglot.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.emoglot.io.Json;

/** Holds answers against openapi.json, and notes which of the documented ones were seen. */
final class Contract {

  private static final JsonNode DOCUMENT = OpenApi.document();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  /** Fails unless the answer is one that is documented for its address. */
  void check(String method, String path, int status, String contentType, String body) {
    String template = template(path);
    String name = "%s %s %d".formatted(method, template, status);
    JsonNode response =
        DOCUMENT
            .path("paths")
            .path(template)
            .path(method.toLowerCase(java.util.Locale.ROOT))
            .path("responses")
            .path(String.valueOf(status));
    assertThat(response.isMissingNode()).as("%s is documented; %s", name, body).isFalse();
    if (response.has("$ref")) {
      response = DOCUMENT.at(response.get("$ref").asText().substring(1));
    }
    seen.add(name);
    if (!response.has("content")) {
      assertThat(body).as(name).isEmpty();
      return;
    }
    String type = contentType.split(";")[0];
    assertThat(response.get("content").has(type)).as("%s as %s", name, type).isTrue();
    JsonNode schema = response.get("content").get(type).get("schema");
    if (type.endsWith("json")) {
      valid(schema, body, name);
    }
  }

  /** Fails unless a message is of a schema. */
  static void validMessage(String schema, String body) {
    ObjectNode reference = Json.mapper().createObjectNode();
    reference.put("$ref", "#/components/schemas/" + schema);
    valid(reference, body, schema);
  }

  private static void valid(JsonNode schema, String body, String name) {
    Schema compiled =
        SCHEMAS.computeIfAbsent(
            schema.toString(),
            text -> {
              ObjectNode whole = ((ObjectNode) schema).deepCopy();
              whole.set("components", DOCUMENT.get("components"));
              return REGISTRY.getSchema(whole.toString(), InputFormat.JSON);
            });
    assertThat(compiled.validate(body, InputFormat.JSON)).as("%s: %s", name, body).isEmpty();
  }

  private static String template(String path) {
    String bare = path.replaceAll("\\?.*", "");
    if (bare.startsWith("/models/")) {
      return "/models/{id}";
    }
    return bare.startsWith("/v1/adaptations/") ? "/v1/adaptations/{id}" : bare;
  }

  /** Documented answers that were not seen, but for bugs. */
  Set<String> missing() {
    Set<String> all = new TreeSet<>();
    DOCUMENT
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            method
                                .getValue()
                                .path("responses")
                                .properties()
                                .forEach(
                                    status ->
                                        all.add(
                                            "%s %s %s"
                                                .formatted(
                                                    method
                                                        .getKey()
                                                        .toUpperCase(java.util.Locale.ROOT),
                                                    path.getKey(),
                                                    status.getKey())))));
    all.removeIf(name -> name.endsWith(" 500"));
    all.removeAll(seen);
    return all;
  }
}
