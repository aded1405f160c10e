package org.emoglot.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.emoglot.data.LabelSet;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.junit.jupiter.api.Test;

/** Equal to SciPy, statsmodels and an enumeration, on the cases of statistics_goldens.py. */
class StatisticsGoldenTest {

  private static final LabelSet THREE = new LabelSet(List.of("0", "1", "2"));
  private static final double ROUNDING = 1e-12;

  /** A binomial tail is a product of up to a thousand factors. */
  private static final double TAIL_PERCENTAGE = 1e-9;

  @Test
  void mcNemar_golden_isTheSame() throws IOException {
    for (JsonNode node : Goldens.of("mcnemar")) {
      McNemar found =
          McNemar.of(node.path("only_first").asLong(), node.path("only_second").asLong());
      assertThat(found.p())
          .as(found.toString())
          .isCloseTo(node.path("p").doubleValue(), withinPercentage(TAIL_PERCENTAGE));
    }
  }

  @Test
  void holm_golden_isTheSame() throws IOException {
    for (JsonNode node : Goldens.of("holm")) {
      assertThat(Holm.adjust(Goldens.numbers(node.path("p"))))
          .containsExactly(Goldens.numbers(node.path("adjusted")), within(ROUNDING));
    }
  }

  @Test
  void permutationTest_enumerated_isTheSame() throws IOException {
    for (JsonNode node : Goldens.of("permutation")) {
      PermutationTest found = test(node, PermutationOptions.DEFAULT);
      assertThat(found.exact()).isTrue();
      assertThat(found.difference())
          .isCloseTo(node.path("difference").doubleValue(), within(ROUNDING));
      assertThat(found.p())
          .as("p of %s", node.path("truth").asText())
          .isCloseTo(node.path("p").doubleValue(), within(ROUNDING));
    }
  }

  /** The cases have more than 2 items that tell, so that 3 permutations are never all. */
  @Test
  void permutationTest_drawn_agreesWithTheEnumeration() throws IOException {
    JsonNode node = Goldens.of("permutation").get(3);
    assertThat(test(node, new PermutationOptions(3, 1)).exact()).isFalse();
    int permutations = 500;
    double expected = node.path("p").doubleValue();
    double sum = 0;
    int seeds = 40;
    for (int seed = 0; seed < seeds; seed++) {
      PermutationTest found = test(node, new PermutationOptions(permutations, seed));
      assertThat(found.exact()).isFalse();
      sum += (found.p() * (permutations + 1) - 1) / permutations;
    }
    // Four standard errors of a share of 40 x 500 draws.
    double error = Math.sqrt(expected * (1 - expected) / (permutations * seeds));
    assertThat(sum / seeds).isCloseTo(expected, within(4 * error));
  }

  private static PermutationTest test(JsonNode node, PermutationOptions options) {
    return PermutationTest.uar(
        runs(node, "first"), runs(node, "second"), AbsentClass.SKIP, options);
  }

  private static List<Answers> runs(JsonNode node, String system) {
    List<String> truth = node.path("truth").asText().chars().mapToObj(Character::toString).toList();
    List<String> items = IntStream.range(0, truth.size()).mapToObj(i -> "item" + i).toList();
    List<Answers> runs = new ArrayList<>();
    for (JsonNode run : node.path(system)) {
      runs.add(
          Answers.of(
              THREE, items, truth, run.asText().chars().mapToObj(Character::toString).toList()));
    }
    return runs;
  }
}
