package org.emoglot.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.io.Json;

/** The cases that reference/statistics_goldens.py made. */
public final class Goldens {

  private Goldens() {}

  /** The cases of one kind, at least three. */
  public static List<JsonNode> of(String kind) throws IOException {
    try (InputStream in = Goldens.class.getResourceAsStream("goldens.json")) {
      List<JsonNode> cases = new ArrayList<>();
      Json.mapper().readTree(in).path(kind).forEach(cases::add);
      assertThat(cases).hasSizeGreaterThanOrEqualTo(3);
      return cases;
    }
  }

  /** The digits of a text. */
  public static int[] classes(JsonNode node) {
    return node.asText().chars().map(c -> c - '0').toArray();
  }

  public static double[] numbers(JsonNode node) {
    return Json.mapper().convertValue(node, double[].class);
  }

  public static double[][] rows(JsonNode node) {
    return Json.mapper().convertValue(node, double[][].class);
  }

  public static float[][] vectors(JsonNode node) {
    return Json.mapper().convertValue(node, float[][].class);
  }
}
