package org.emoglot.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.io.Json;
import org.emoglot.loss.BalancedCrossEntropy.Config;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BalancedCrossEntropyTest {

  private static final List<Long> CLIPS = List.of(10L, 500L, 3L, 80L);

  private static Tensor value(Config config, List<Long> clips, Tensor logits, int[] emotions) {
    return new BalancedCrossEntropy(config, clips)
        .value(
            new BatchView(
                logits,
                logits,
                new Targets(emotions, new int[emotions.length], new int[emotions.length]),
                0));
  }

  @Test
  void value_goldenCases_equalsTheIndependentScript() {
    Map<String, String> figures = new LinkedHashMap<>();
    double worst = 0;
    for (JsonNode golden : Json.read(TinyEncoders.goldenFolder("balanced.json")).get("cases")) {
      Config config = new Config(golden.get("beta").asDouble(), golden.get("smoothing").asDouble());
      List<Long> clips =
          LongStream.of(Json.mapper().convertValue(golden.get("clips"), long[].class))
              .boxed()
              .toList();
      int[] emotions = Json.mapper().convertValue(golden.get("emotions"), int[].class);
      double[][] rows = Json.mapper().convertValue(golden.get("logits"), double[][].class);
      double[][] gradient = Json.mapper().convertValue(golden.get("gradient"), double[][].class);
      try (Scope scope = Scope.open()) {
        Tensor logits = Naive.leaf(rows);
        Tensor loss = value(config, clips, logits, emotions);
        loss.backward();
        double error = Math.abs(loss.item_double() - golden.get("loss").asDouble());
        double byLogits = Difference.max(Ops.doubles(logits.grad()), Naive.flat(gradient));
        figures.put(
            golden.get("name").asText(), "loss %.2g, gradient %.2g".formatted(error, byLogits));
        worst = Math.max(worst, Math.max(error, byLogits));
      }
    }
    Figures.write("loss-balanced-golden", figures);
    assertThat(figures).hasSizeGreaterThan(6);
    assertThat(worst).as("%s", figures).isLessThan(1e-12);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.9, 0.1", "0.9999, 0", "1, 0.3"})
  void value_randomBatches_hasTheGradientOfItsDifferences(double beta, double smoothing) {
    Config config = new Config(beta, smoothing);
    double worst = 0;
    for (int seed = 0; seed < 10; seed++) {
      RandomBatch batch = RandomBatch.draw(seed, 1 + seed, 4, 4, 1);
      try (Scope scope = Scope.open()) {
        Tensor logits = Naive.leaf(batch.rows());
        value(config, CLIPS, logits, batch.labels()).backward();
        double[] differences =
            Naive.gradient(
                batch.rows(),
                x -> value(config, CLIPS, Naive.leaf(x), batch.labels()).item_double(),
                1e-5);
        worst = Math.max(worst, Difference.relative(Ops.doubles(logits.grad()), differences));
      }
    }
    Figures.write(
        "loss-balanced-%s-%s".formatted(beta, smoothing), "gradient %.2g".formatted(worst));
    assertThat(worst).isLessThan(1e-5);
  }

  @Test
  void value_withoutBalanceAndSmoothing_isCrossEntropy() {
    RandomBatch batch = RandomBatch.draw(3, 9, 4, 4, 1);
    try (Scope scope = Scope.open()) {
      Tensor logits = Naive.leaf(batch.rows());
      assertThat(value(new Config(0, 0), CLIPS, logits, batch.labels()).item_double())
          .isCloseTo(Naive.crossEntropy(batch.rows(), batch.labels()), within(1e-12));
    }
  }

  @Test
  void value_equallyManyClips_countAlikeWhateverBeta() {
    RandomBatch batch = RandomBatch.draw(4, 9, 4, 4, 1);
    List<Long> equal = List.of(7L, 7L, 7L, 7L);
    try (Scope scope = Scope.open()) {
      Tensor logits = Naive.leaf(batch.rows());
      double plain = value(new Config(0, 0.1), equal, logits, batch.labels()).item_double();
      for (double beta : new double[] {0.5, 0.999, 1}) {
        assertThat(value(new Config(beta, 0.1), equal, logits, batch.labels()).item_double())
            .isCloseTo(plain, within(1e-12));
      }
    }
  }

  @Test
  void value_betaCloseToOne_approachesTheInverseFrequency() {
    RandomBatch batch = RandomBatch.draw(5, 9, 4, 4, 1);
    try (Scope scope = Scope.open()) {
      Tensor logits = Naive.leaf(batch.rows());
      double inverse = value(new Config(1, 0), CLIPS, logits, batch.labels()).item_double();
      double almost = value(new Config(1 - 1e-12, 0), CLIPS, logits, batch.labels()).item_double();
      assertThat(almost).isCloseTo(inverse, within(1e-8));
    }
  }

  @ParameterizedTest
  @CsvSource({"-0.1, 0", "1.1, 0", "NaN, 0", "0, 1", "0, -0.1", "0, NaN"})
  void config_outOfRange_isRefused(double beta, double smoothing) {
    assertThatThrownBy(() -> new Config(beta, smoothing))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Expected loss.balancedCrossEntropy.beta in [0, 1] and .smoothing in [0, 1), found %s and %s.",
            beta, smoothing);
  }
}
