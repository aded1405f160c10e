package org.emoglot.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.emoglot.io.Json;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;

/** Against scikit-learn's LogisticRegression, see {@code reference/softmax_goldens.py}. */
class SoftmaxRegressionTest {

  private static final double TOLERANCE = 1e-6;

  @Test
  void fit_goldenCases_findsTheMinimumOfTheIndependentScript() throws IOException {
    int cases = 0;
    try (InputStream in = SoftmaxRegressionTest.class.getResourceAsStream("softmax.json")) {
      for (JsonNode golden : Json.mapper().readTree(in).path("cases")) {
        String name = golden.get("name").asText();
        double[][] weights = read(golden, "weights", double[][].class);
        SoftmaxRegression found =
            SoftmaxRegression.fit(
                read(golden, "x", float[][].class),
                read(golden, "y", int[].class),
                weights.length,
                read(golden, "v", double[].class),
                golden.get("l2").asDouble());
        assertThat(found.converged()).as(name).isTrue();
        assertThat(found.loss()).as(name).isCloseTo(golden.get("loss").asDouble(), within(1e-9));
        for (int k = 0; k < weights.length; k++) {
          assertThat(widen(found.weights()[k]))
              .as("%s, class %d", name, k)
              .containsExactly(weights[k], within(TOLERANCE));
        }
        assertThat(widen(found.biases()))
            .as(name)
            .containsExactly(read(golden, "biases", double[].class), within(TOLERANCE));
        cases++;
      }
    }
    assertThat(cases).isEqualTo(7);
  }

  private static <T> T read(JsonNode golden, String name, Class<T> type) {
    return Json.mapper().convertValue(golden.get(name), type);
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  /** Noise around one point for each class. */
  private static float[][] embeddings(int[] y, int width) {
    float[][] x = new float[y.length][width];
    for (int i = 0; i < y.length; i++) {
      SeededRandom random = SeededRandom.of(11, i);
      for (int d = 0; d < width; d++) {
        x[i][d] = (float) (2 * random.nextDouble() - 1 + (d % 3 == y[i] ? 1 : 0));
      }
    }
    return x;
  }

  private static int[] classes(int clips) {
    int[] y = new int[clips];
    Arrays.setAll(y, i -> i % 3);
    return y;
  }

  private static double[] ones(int clips) {
    double[] ones = new double[clips];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void fit_clipTwice_isTheSameAsWithTwiceItsWeight() {
    int[] y = classes(30);
    float[][] x = embeddings(y, 5);
    int[] more = Arrays.copyOf(y, 31);
    float[][] longer = Arrays.copyOf(x, 31);
    more[30] = y[0];
    longer[30] = x[0];
    double[] v = ones(30);
    v[0] = 2;
    SoftmaxRegression weighted = SoftmaxRegression.fit(x, y, 3, v, 0.1);
    SoftmaxRegression repeated = SoftmaxRegression.fit(longer, more, 3, ones(31), 0.1);
    assertThat(weighted.loss()).isCloseTo(repeated.loss(), within(1e-9));
    for (int k = 0; k < 3; k++) {
      assertThat(weighted.weights()[k]).containsExactly(repeated.weights()[k], within(1e-6f));
    }
  }

  @Test
  void fit_classWithoutClips_isNeverTheAnswer() {
    int[] y = classes(30);
    float[][] x = embeddings(y, 5);
    SoftmaxRegression found = SoftmaxRegression.fit(x, y, 4, ones(30), 1);
    assertThat(found.converged()).isTrue();
    assertThat(found.biases()[3]).isLessThan(-5);
    assertThat(found.biases()[3] - found.biases()[0]).isLessThan(-10);
  }

  @Test
  void fit_valuesOfVeryDifferentSizes_converges() {
    int[] y = classes(90);
    float[][] x = embeddings(y, 8);
    for (float[] row : x) {
      for (int d = 0; d < row.length; d++) {
        row[d] *= (float) Math.pow(10, d % 5 - 2);
      }
    }
    SoftmaxRegression found = SoftmaxRegression.fit(x, y, 3, ones(90), 0.01);
    assertThat(found.converged()).isTrue();
    assertThat(found.iterations()).isLessThan(SoftmaxRegression.MOST_ITERATIONS);
  }

  @Test
  void fit_whatCannotBeFitted_isRefused() {
    float[][] x = {{1, 2}, {3, Float.NaN}};
    assertThatThrownBy(() -> SoftmaxRegression.fit(x, new int[] {0, 1}, 2, ones(2), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN in embedding 1");
    float[][] finite = {{1, 2}, {3, 4}};
    assertThatThrownBy(() -> SoftmaxRegression.fit(finite, new int[] {0, 1}, 2, ones(2), 0))
        .hasMessage("Expected a positive l2, found 0.0.");
    assertThatThrownBy(() -> SoftmaxRegression.fit(finite, new int[] {0}, 2, ones(2), 1))
        .hasMessage("Embeddings, classes and weights differ in number: 2, 1, 2.");
  }

  @Test
  void fit_near_hasTheSameProbabilitiesInFewerIterations() {
    int[] y = new int[300];
    Arrays.setAll(y, i -> i % 3);
    float[][] x = embeddings(y, 60);
    double[] v = new double[y.length];
    Arrays.fill(v, 1);
    SoftmaxRegression exact = SoftmaxRegression.fit(x, y, 3, v, 0.1);
    SoftmaxRegression near = SoftmaxRegression.fit(x, y, 3, v, 0.1, SoftmaxRegression.NEAR);
    assertThat(near.converged()).isTrue();
    assertThat(near.iterations()).isLessThan(exact.iterations());
    for (int k = 0; k < 3; k++) {
      assertThat(widen(near.weights()[k])).containsExactly(widen(exact.weights()[k]), within(1e-2));
    }
    assertThat(near.loss()).isCloseTo(exact.loss(), within(1e-5));
  }
}
