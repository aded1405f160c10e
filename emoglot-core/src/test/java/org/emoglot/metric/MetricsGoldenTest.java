package org.emoglot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.data.LabelSet;
import org.emoglot.io.Json;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Equal to scikit-learn on the cases of reference/metrics_goldens.py. */
class MetricsGoldenTest {

  private static final double TOLERANCE = 1e-12;

  static Stream<Named<JsonNode>> cases() throws IOException {
    try (InputStream in = MetricsGoldenTest.class.getResourceAsStream("goldens.json")) {
      List<Named<JsonNode>> cases = new ArrayList<>();
      for (JsonNode node : Json.mapper().readTree(in).path("cases")) {
        cases.add(Named.of(node.path("name").asText(), node));
      }
      assertThat(cases).hasSizeGreaterThan(10);
      return cases.stream();
    }
  }

  private static ConfusionMatrix matrix(JsonNode node) {
    return ConfusionMatrix.of(
        LabelSet.FOUR,
        node.path("truth").asText().chars().map(c -> c - '0').toArray(),
        node.path("predicted").asText().chars().map(c -> c - '0').toArray());
  }

  /** A text "NaN" stands for NaN. */
  private static double number(JsonNode node) {
    return node.isTextual() ? Double.parseDouble(node.asText()) : node.doubleValue();
  }

  private static void assertSame(String what, double found, JsonNode expected) {
    if (Double.isNaN(number(expected))) {
      assertThat(found).as(what).isNaN();
    } else {
      assertThat(found).as(what).isCloseTo(number(expected), within(TOLERANCE));
    }
  }

  private static void assertSame(String what, double[] found, JsonNode expected) {
    assertThat(found).hasSize(expected.size());
    for (int k = 0; k < found.length; k++) {
      assertSame(what + " of class " + k, found[k], expected.get(k));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void confusionMatrix_golden_isTheSame(JsonNode node) {
    assertThat(Json.mapper().valueToTree(matrix(node).toArray()).toString())
        .isEqualTo(node.path("expected").path("confusion").toString());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void metrics_golden_areTheSame(JsonNode node) {
    ConfusionMatrix matrix = matrix(node);
    JsonNode expected = node.path("expected");
    assertSame("accuracy", Metrics.accuracy(matrix), expected.path("accuracy"));
    assertSame(
        "balanced accuracy",
        Metrics.uar(matrix, AbsentClass.SKIP),
        expected.path("balanced_accuracy"));
    for (AbsentClass absent : List.of(AbsentClass.ZERO, AbsentClass.SKIP)) {
      JsonNode of = expected.path(absent.name());
      assertSame(absent + " UAR", Metrics.uar(matrix, absent), of.path("uar"));
      assertSame(absent + " macro-F1", Metrics.macroF1(matrix, absent), of.path("macro_f1"));
      assertSame(absent + " recall", Metrics.recall(matrix, absent), of.path("recall"));
      assertSame(absent + " precision", Metrics.precision(matrix, absent), of.path("precision"));
      assertSame(absent + " F1", Metrics.f1(matrix, absent), of.path("f1"));
    }
  }
}
