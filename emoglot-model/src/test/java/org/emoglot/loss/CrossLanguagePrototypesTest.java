package org.emoglot.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
import org.junit.jupiter.params.provider.ValueSource;

class CrossLanguagePrototypesTest {

  private static final CrossLanguagePrototypes PROTOTYPES = new CrossLanguagePrototypes(1, 0.1);

  @SuppressWarnings("ArrayRecordComponent")
  private record Result(double loss, double[] gradient) {}

  private static Result compute(double tau, double[][] h, int[] emotions, int[] languages) {
    try (Scope scope = Scope.open()) {
      Tensor leaf = Naive.leaf(h);
      Tensor loss = new CrossLanguagePrototypes(1, tau).of(leaf, emotions, languages);
      assertThat(loss.scalar_type().intern()).isEqualTo(ScalarType.Double);
      loss.backward();
      return new Result(loss.item_double(), Ops.doubles(leaf.grad()));
    }
  }

  @Test
  void of_goldenCases_equalsTheIndependentScript() {
    Map<String, String> figures = new LinkedHashMap<>();
    double worst = 0;
    for (JsonNode golden : Json.read(TinyEncoders.goldenFolder("prototypes.json")).get("cases")) {
      Result result =
          compute(
              golden.get("tau").asDouble(),
              Json.mapper().convertValue(golden.get("h"), double[][].class),
              Json.mapper().convertValue(golden.get("emotions"), int[].class),
              Json.mapper().convertValue(golden.get("languages"), int[].class));
      double loss = Math.abs(result.loss() - golden.get("loss").asDouble());
      double[][] expected = Json.mapper().convertValue(golden.get("gradient"), double[][].class);
      double gradient = Difference.max(result.gradient(), Naive.flat(expected));
      figures.put(
          golden.get("name").asText(), "loss %.2g, gradient %.2g".formatted(loss, gradient));
      worst = Math.max(worst, Math.max(loss, gradient));
    }
    Figures.write("loss-prototypes-golden", figures);
    assertThat(figures).hasSizeGreaterThan(6);
    assertThat(worst).as("%s", figures).isLessThan(1e-10);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.07, 0.1, 1})
  void of_randomBatches_hasTheGradientOfItsDifferences(double tau) {
    double worst = 0;
    for (int seed = 0; seed < 10; seed++) {
      RandomBatch batch = RandomBatch.draw(seed, 8 + seed, 5, 4, 3);
      Result result = compute(tau, batch.rows(), batch.labels(), batch.languages());
      double[] differences =
          Naive.gradient(
              batch.rows(), h -> compute(tau, h, batch.labels(), batch.languages()).loss(), 1e-6);
      worst = Math.max(worst, Difference.relative(result.gradient(), differences));
    }
    Figures.write("loss-prototypes-" + tau, "gradient %.2g".formatted(worst));
    assertThat(worst).isLessThan(1e-5);
  }

  @ParameterizedTest
  @CsvSource({"0 1 2 3, 0 0 0 0", "0 1 2 3, 0 0 1 2", "2, 0"})
  void of_emotionsThatNoOtherLanguageHas_isZeroWithZeroGradient(String emotions, String languages) {
    int[] emotion = numbers(emotions);
    double[][] h = RandomBatch.draw(1, emotion.length, 5, 4, 3).rows();
    Result result = compute(0.1, h, emotion, numbers(languages));
    assertThat(result.loss()).isZero();
    assertThat(result.gradient()).containsOnly(0);
  }

  private static int[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  @Test
  void of_emotionsAlignedAcrossLanguages_isSmall_andSwappedOnesLarge() {
    double[][] h = {{1, 0}, {0, 1}, {1, 0}, {0, 1}};
    int[] languages = {0, 0, 1, 1};
    assertThat(compute(0.1, h, new int[] {0, 1, 0, 1}, languages).loss())
        .isCloseTo(Math.log1p(Math.exp(-10)), within(1e-12));
    assertThat(compute(0.1, h, new int[] {0, 1, 1, 0}, languages).loss())
        .isCloseTo(10 + Math.log1p(Math.exp(-10)), within(1e-12));
  }

  @Test
  void of_clipsOfOneLanguageRepeated_moveNoCentre() {
    // A repeated clip is one more anchor with the same loss; it counts no more in any centre.
    double once = lossSum(1);
    double step = lossSum(2) - once;
    assertThat(step).isPositive();
    assertThat(lossSum(9) - once).isCloseTo(8 * step, within(1e-10));
  }

  /** The summed losses of five clips, of which the second is there several times. */
  private static double lossSum(int times) {
    double[][] h = {{1, 0.2}, {1, 1}, {-1, 1}, {0.3, -1}, {1, -1}};
    int[] emotions = {0, 0, 0, 1, 1};
    int[] languages = {0, 1, 2, 0, 1};
    int size = h.length + times - 1;
    double[][] rows = new double[size][];
    int[] emotion = new int[size];
    int[] language = new int[size];
    for (int i = 0; i < size; i++) {
      int of = i < h.length ? i : 1;
      rows[i] = h[of];
      emotion[i] = emotions[of];
      language[i] = languages[of];
    }
    return size * compute(0.5, rows, emotion, language).loss();
  }

  @Test
  void of_embeddingWithoutDirection_isFinite() {
    double[][] h = RandomBatch.draw(2, 4, 5, 4, 3).rows();
    h[1] = new double[5];
    Result result = compute(0.1, h, new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1});
    assertThat(result.loss()).isFinite();
    for (double value : result.gradient()) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void of_batchInFloat32_equalsFloat64() {
    RandomBatch batch = RandomBatch.draw(3, 36, 48, 4, 3);
    Result wide = compute(0.1, batch.rows(), batch.labels(), batch.languages());
    try (Scope scope = Scope.open()) {
      Tensor h = Ops.tensor(Naive.flat(batch.rows()), 36, 48).to(ScalarType.Float);
      Tensor loss = PROTOTYPES.of(h, batch.labels(), batch.languages());
      assertThat(loss.scalar_type().intern()).isEqualTo(ScalarType.Float);
      assertThat(loss.item_double()).isCloseTo(wide.loss(), within(1e-5));
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, 0.1", "NaN, 0.1", "1, 0", "1, -1", "1, NaN"})
  void constructor_outOfRange_isRefused(double weight, double tau) {
    assertThatThrownBy(() -> new CrossLanguagePrototypes(weight, tau))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Expected loss.prototypes.weight of at least 0 and a positive .tau, found %s and %s.",
            weight, tau);
  }
}
