package org.emoglot.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.emoglot.representation.Distance;
import org.emoglot.representation.Silhouette;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MethodTest {

  private static final int CLUSTERS = 4;

  private static float[][] clusters(int items) {
    float[][] x = Clips.noise(items, 20);
    for (int i = 0; i < items; i++) {
      x[i][i % CLUSTERS] += 6;
    }
    return x;
  }

  private static float[][] floats(double[][] points) {
    float[][] floats = new float[points.length][2];
    for (int i = 0; i < points.length; i++) {
      floats[i][0] = (float) points[i][0];
      floats[i][1] = (float) points[i][1];
    }
    return floats;
  }

  @ParameterizedTest
  @EnumSource
  void layOut_ofClusters_keepsThemApart(Method method) {
    float[][] x = clusters(160);
    List<String> labels = IntStream.range(0, 160).mapToObj(i -> "c" + i % CLUSTERS).toList();

    double[][] points = method.layOut(x, 1, percent -> {});

    assertThat(Silhouette.of(floats(points), labels, Distance.EUCLIDEAN))
        .as("silhouette of the layout by %s", method)
        .isGreaterThan(0.6);
  }

  @ParameterizedTest
  @EnumSource
  void layOut_followsTheSeed(Method method) {
    double[][] once = method.layOut(clusters(40), 3, percent -> {});

    assertThat(method.layOut(clusters(40), 3, percent -> {})).isDeepEqualTo(once);
    assertThat(method.layOut(clusters(40), 4, percent -> {})[0]).isNotEqualTo(once[0]);
  }

  @ParameterizedTest
  @EnumSource
  void layOut_ofEqualEmbeddings_staysFinite(Method method) {
    for (double[] point : method.layOut(new float[20][3], 1, percent -> {})) {
      assertThat(point[0]).isFinite();
      assertThat(point[1]).isFinite();
    }
  }

  @ParameterizedTest
  @EnumSource
  void layOut_tellsItsProgress_andCanBeGivenUp(Method method) {
    List<Integer> heard = new ArrayList<>();
    method.layOut(clusters(40), 1, heard::add);

    assertThat(heard).isNotEmpty().allMatch(percent -> percent >= 0 && percent <= 100);
    assertThat(heard.get(heard.size() - 1)).isEqualTo(100);
    assertThatThrownBy(
            () ->
                method.layOut(
                    clusters(40),
                    1,
                    percent -> {
                      throw new CancellationException("enough");
                    }))
        .isInstanceOf(CancellationException.class);
    int before = heard.size();
    method.layOut(clusters(40), 1, percent -> {});
    assertThat(heard).as("a listener hears its own layout only").hasSize(before);
  }

  @Test
  void umap_ofTooFewOrTooMany_isRefused() {
    assertThatThrownBy(() -> UmapLayout.of(new float[2][3], 1, percent -> {}))
        .hasMessage("Expected 3 to 4000 embeddings, found 2.");
    assertThatThrownBy(() -> UmapLayout.of(new float[4001][1], 1, percent -> {}))
        .hasMessage("Expected 3 to 4000 embeddings, found 4001.");
  }
}
