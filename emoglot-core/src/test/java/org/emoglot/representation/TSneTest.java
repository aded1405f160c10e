package org.emoglot.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.emoglot.io.Json;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.statistics.Goldens;
import org.junit.jupiter.api.Test;

/** Against scikit-learn's t-SNE, see {@code reference/tsne_goldens.py}. */
class TSneTest {

  /** There distances are float32, and entropies are met to 1e-5. */
  private static final double AFFINITY_TOLERANCE = 1e-5;

  private static final double COST_TOLERANCE = 1e-4;

  private static List<JsonNode> goldens() throws IOException {
    try (InputStream in = TSneTest.class.getResourceAsStream("tsne.json")) {
      List<JsonNode> cases = new ArrayList<>();
      Json.mapper().readTree(in).path("cases").forEach(cases::add);
      assertThat(cases).hasSize(3);
      return cases;
    }
  }

  private static Layout layout(double[][] points, double[] affinities) {
    double[] x = new double[points.length];
    double[] y = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      x[i] = points[i][0];
      y[i] = points[i][1];
    }
    return new Layout(x, y, affinities);
  }

  /** Clusters of deviation 0.3 around unit vectors. */
  private static float[][] clusters(int clusters, int items, int width) {
    float[][] x = new float[items][width];
    for (int i = 0; i < items; i++) {
      SeededRandom random = SeededRandom.of(7, i);
      for (int d = 0; d < width; d++) {
        x[i][d] = (float) (0.735 * (random.nextDouble() + random.nextDouble() - 1));
      }
      x[i][i % clusters] += 3;
    }
    return x;
  }

  private static List<String> labels(int clusters, int items) {
    return IntStream.range(0, items).mapToObj(i -> "cluster" + i % clusters).toList();
  }

  private static float[][] floats(double[][] points) {
    float[][] floats = new float[points.length][2];
    for (int i = 0; i < points.length; i++) {
      floats[i][0] = (float) points[i][0];
      floats[i][1] = (float) points[i][1];
    }
    return floats;
  }

  @Test
  void joint_golden_isTheSame() throws IOException {
    for (JsonNode node : goldens()) {
      double[] expected = Goldens.numbers(node.path("p"));
      double[] found =
          Affinities.joint(Goldens.vectors(node.path("x")), node.path("perplexity").doubleValue());
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).as("pair %d", i).isCloseTo(expected[i], within(AFFINITY_TOLERANCE));
      }
      assertThat(2 * IntStream.range(0, found.length).mapToDouble(i -> found[i]).sum())
          .isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void layout_golden_hasTheSameDivergenceAndGradient() throws IOException {
    for (JsonNode node : goldens()) {
      Layout layout = layout(Goldens.rows(node.path("y")), Goldens.numbers(node.path("p")));
      assertThat(layout.divergence())
          .isCloseTo(node.path("divergence").doubleValue(), within(COST_TOLERANCE));
      double[][] expected = Goldens.rows(node.path("gradient"));
      double[] dx = new double[expected.length];
      double[] dy = new double[expected.length];
      layout.gradient(1, dx, dy);
      for (int i = 0; i < expected.length; i++) {
        assertThat(dx[i]).as("x of %d", i).isCloseTo(expected[i][0], within(1e-6));
        assertThat(dy[i]).as("y of %d", i).isCloseTo(expected[i][1], within(1e-6));
      }
    }
  }

  @Test
  void conditional_anyDistances_hasThePerplexity() {
    for (double scale : new double[] {1e-6, 1, 1e6}) {
      double[] squared = IntStream.range(0, 40).mapToDouble(j -> scale * j * j).toArray();
      double[] p = Affinities.conditional(squared, 0, 9.5);
      double bits = 0;
      for (double share : p) {
        bits -= share == 0 ? 0 : share * Math.log(share) / Math.log(2);
      }
      assertThat(Math.pow(2, bits)).as("at scale %s", scale).isCloseTo(9.5, within(1e-6));
      assertThat(p[0]).isZero();
    }
  }

  @Test
  void conditional_equalDistances_areSharedEvenly() {
    double[] p = Affinities.conditional(new double[] {0, 4, 4, 4, 4}, 0, 2);
    assertThat(p).containsExactly(new double[] {0, 0.25, 0.25, 0.25, 0.25}, within(1e-12));
  }

  @Test
  void tsne_clusters_areSeparatedAndNeighboursKept() {
    float[][] x = clusters(4, 120, 10);
    List<String> labels = labels(4, 120);
    TSne found = TSne.of(x, new TSneOptions(15, 500, 1));
    assertThat(Silhouette.of(floats(found.points()), labels, Distance.EUCLIDEAN))
        .as("silhouette of the layout")
        .isGreaterThan(0.7);
  }

  @Test
  void tsne_moreIterations_loseLess() {
    float[][] x = clusters(3, 90, 6);
    double early = TSne.of(x, new TSneOptions(10, 100, 1)).divergence();
    double late = TSne.of(x, new TSneOptions(10, 1000, 1)).divergence();
    assertThat(late).as("after 100 iterations %s", early).isLessThan(0.7 * early).isPositive();
  }

  @Test
  void tsne_sameSeed_isTheSameAnotherIsNot() {
    float[][] x = clusters(3, 30, 6);
    TSneOptions options = new TSneOptions(5, 300, 3);
    double[][] once = TSne.of(x, options).points();
    assertThat(TSne.of(x, options).points()).isDeepEqualTo(once);
    assertThat(TSne.of(x, new TSneOptions(5, 300, 4)).points()[0]).isNotEqualTo(once[0]);
  }

  /** Copies of one clip have nothing between them, and must not become NaN. */
  @Test
  void tsne_equalEmbeddings_staysFinite() {
    float[][] x = new float[20][3];
    TSne found = TSne.of(x, new TSneOptions(5, 300, 1));
    for (double[] point : found.points()) {
      assertThat(point[0]).isFinite();
      assertThat(point[1]).isFinite();
    }
    assertThat(found.divergence()).isFinite();
  }

  @Test
  void tsne_listener_hearsEveryIteration() {
    List<Integer> heard = new ArrayList<>();
    TSne.of(clusters(2, 10, 3), new TSneOptions(2, 3, 1), heard::add);
    assertThat(heard).containsExactly(1, 2, 3);
  }

  @Test
  void principalComponents_oneLongAxis_isFound() {
    float[][] x = new float[50][4];
    for (int i = 0; i < 50; i++) {
      x[i][2] = i;
      x[i][0] = 5 + i % 2;
    }
    double[][] found = PrincipalComponents.of(x, 1);
    for (int i = 0; i < 50; i++) {
      assertThat(Math.abs(found[0][i])).isCloseTo(Math.abs(i - 24.5), within(0.05));
      assertThat(Math.abs(found[1][i])).isCloseTo(0.5, within(0.05));
    }
  }

  @Test
  void reduce_fewStrongDirections_keepsDistances() {
    float[][] x = new float[60][40];
    for (int i = 0; i < 60; i++) {
      SeededRandom random = SeededRandom.of(3, i);
      for (int d = 0; d < 40; d += 10) {
        x[i][d] = (float) random.nextDouble();
        x[i][d + 1] = -x[i][d];
      }
    }
    float[][] reduced = PrincipalComponents.reduce(x, 4, 1);
    assertThat(reduced[0]).hasSize(4);
    for (int i = 1; i < 60; i++) {
      assertThat(Vectors.distance(Vectors.copy(reduced[0]), Vectors.copy(reduced[i])))
          .isCloseTo(Vectors.distance(Vectors.copy(x[0]), Vectors.copy(x[i])), within(1e-5));
    }
    assertThat(PrincipalComponents.reduce(x, 40, 1)).isSameAs(x);
    assertThatThrownBy(() -> PrincipalComponents.reduce(x, 0, 1)).hasMessageContaining("found 0");
  }

  @Test
  void tsne_badInput_isRefusedWithValues() {
    assertThatThrownBy(() -> new TSneOptions(1, 10, 1)).hasMessageContaining("found 1.0 and 10");
    assertThatThrownBy(() -> new TSneOptions(2, 0, 1)).hasMessageContaining("found 2.0 and 0");
    assertThatThrownBy(() -> TSne.of(clusters(2, 6, 3), new TSneOptions(5, 10, 1)))
        .hasMessage("Expected more than 5.0 other embeddings, the perplexity, found 5.");
    assertThat(new TSneOptions(30, 10, 1).fitting(31).perplexity()).isEqualTo(10);
    assertThat(new TSneOptions(30, 10, 1).fitting(1000).perplexity()).isEqualTo(30);
  }
}
