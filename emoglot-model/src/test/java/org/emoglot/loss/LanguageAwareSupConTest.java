package org.emoglot.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.emoglot.InvalidInputException;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.io.Json;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageAwareSupConTest {

  private static final LanguageAwareSupCon PAPER = new LanguageAwareSupCon(1, 2.5, 0.07);

  @SuppressWarnings("ArrayRecordComponent")
  private record Result(double loss, double[] gradient) {}

  private static Result compute(
      LanguageAwareSupCon supCon, double[][] h, int[] emotions, int[] languages) {
    try (Scope scope = Scope.open()) {
      Tensor leaf = Naive.leaf(h);
      Tensor loss = supCon.of(leaf, emotions, languages);
      assertThat(loss.scalar_type().intern()).isEqualTo(ScalarType.Double);
      loss.backward();
      return new Result(loss.item_double(), Ops.doubles(leaf.grad()));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0.07", "2.5, 0.07", "2.5, 0.5", "0.5, 1"})
  void of_randomBatches_equalsTheEquationsAndTheirDifferences(double lambda, double tau) {
    LanguageAwareSupCon supCon = new LanguageAwareSupCon(1, lambda, tau);
    double worstLoss = 0;
    double worstGradient = 0;
    for (int seed = 0; seed < 10; seed++) {
      RandomBatch batch = RandomBatch.draw(seed, 8 + seed, 5, 4, 3);
      Result result = compute(supCon, batch.rows(), batch.labels(), batch.languages());
      double expected = Naive.supCon(batch.rows(), batch.labels(), batch.languages(), lambda, tau);
      double[] differences =
          Naive.gradient(
              batch.rows(),
              h -> Naive.supCon(h, batch.labels(), batch.languages(), lambda, tau),
              1e-6);
      worstLoss = Math.max(worstLoss, Math.abs(result.loss() - expected) / expected);
      worstGradient = Math.max(worstGradient, Difference.relative(result.gradient(), differences));
    }
    Figures.write(
        "loss-supcon-%s-%s".formatted(lambda, tau),
        "loss %.2g, gradient %.2g".formatted(worstLoss, worstGradient));
    assertThat(worstLoss).isLessThan(1e-12);
    assertThat(worstGradient).isLessThan(1e-5);
  }

  @Test
  void of_goldenCases_equalsTheIndependentScript() {
    Map<String, String> figures = new LinkedHashMap<>();
    double worst = 0;
    for (JsonNode golden : Json.read(TinyEncoders.goldenFolder("supclr.json")).get("cases")) {
      double[][] h = matrix(golden.get("h"));
      Result result =
          compute(
              new LanguageAwareSupCon(
                  1, golden.get("lambda").asDouble(), golden.get("tau").asDouble()),
              h,
              codes(golden.get("labels")),
              codes(golden.get("languages")));
      double expected = golden.get("loss").asDouble();
      double loss = Math.abs(result.loss() - expected) / (1 + expected);
      double gradient =
          Difference.max(result.gradient(), Naive.flat(matrix(golden.get("gradient"))));
      figures.put(
          golden.get("name").asText(), "loss %.2g, gradient %.2g".formatted(loss, gradient));
      worst = Math.max(worst, Math.max(loss, gradient));
    }
    Figures.write("loss-supcon-golden", figures);
    assertThat(figures).hasSizeGreaterThan(10);
    assertThat(worst).as("%s", figures).isLessThan(1e-9);
  }

  @Test
  void of_noPositives_isZeroWithZeroGradient() {
    double[][] h = RandomBatch.draw(1, 4, 5, 4, 3).rows();
    Result result = compute(PAPER, h, new int[] {0, 1, 2, 3}, new int[] {0, 0, 1, 2});
    assertThat(result.loss()).isZero();
    assertThat(result.gradient()).containsOnly(0);
  }

  @Test
  void of_oneClip_isZeroWithZeroGradient() {
    Result result = compute(PAPER, new double[][] {{1, 2, 3}}, new int[] {0}, new int[] {0});
    assertThat(result.loss()).isZero();
    assertThat(result.gradient()).containsOnly(0);
  }

  @Test
  void of_embeddingWithoutDirection_isFinite() {
    double[][] h = RandomBatch.draw(2, 4, 5, 4, 3).rows();
    h[1] = new double[5];
    Result result = compute(PAPER, h, new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1});
    assertThat(result.loss()).isFinite();
    for (double value : result.gradient()) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void of_batchInFloat32_equalsFloat64() {
    RandomBatch batch = RandomBatch.draw(3, 36, 48, 4, 3);
    Result wide = compute(PAPER, batch.rows(), batch.labels(), batch.languages());
    try (Scope scope = Scope.open()) {
      Tensor h = Ops.tensor(Naive.flat(batch.rows()), 36, 48).to(ScalarType.Float);
      Tensor loss = PAPER.of(h, batch.labels(), batch.languages());
      assertThat(loss.scalar_type().intern()).isEqualTo(ScalarType.Float);
      assertThat(loss.item_double()).isCloseTo(wide.loss(), within(1e-5));
    }
  }

  @Test
  void of_lambdaAboveOne_pullsOtherLanguagesHarder() {
    // Three clips of one emotion, at equal angles to each other; two speak one language.
    double[][] h = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    int[] emotions = {0, 0, 0};
    int[] languages = {0, 0, 1};
    double[] gradient = compute(PAPER, h, emotions, languages).gradient();
    // The first clip is drawn more along the third axis (other language) than along the second.
    assertThat(-gradient[2])
        .as("pull %s to the other language", -gradient[2])
        .isGreaterThan(-gradient[1]);
  }

  @Test
  void constructor_sizesThatAreNotPositive_areRefused() {
    for (double[] wrong : new double[][] {{0, 1}, {1, 0}, {-1, 1}, {Double.NaN, 1}}) {
      assertThatThrownBy(() -> new LanguageAwareSupCon(1, wrong[0], wrong[1]))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("found %s and %s".formatted(wrong[0], wrong[1]));
    }
  }

  private static double[][] matrix(JsonNode rows) {
    double[][] matrix = new double[rows.size()][rows.get(0).size()];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[i].length; j++) {
        matrix[i][j] = rows.get(i).get(j).asDouble();
      }
    }
    return matrix;
  }

  /** Each distinct value as a number, in the order of appearance. */
  private static int[] codes(JsonNode values) {
    Map<String, Integer> known = new HashMap<>();
    List<Integer> codes = new ArrayList<>();
    for (JsonNode value : values) {
      codes.add(known.computeIfAbsent(value.asText(), name -> known.size()));
    }
    return codes.stream().mapToInt(Integer::intValue).toArray();
  }
}
