package org.emoglot.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.emoglot.InvalidInputException;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.statistics.Goldens;
import org.junit.jupiter.api.Test;

class RepresentationTest {

  private static final double SILHOUETTE_TOLERANCE = 1e-6; // embeddings are float

  /** Two right solutions may differ on an item at the border: of 50, on one. */
  private static final int PREDICTIONS_THAT_MAY_DIFFER = 1;

  /** One class against the others here, all at once there; and what 20 foldings leave of chance. */
  private static final double ACCURACY_TOLERANCE = 0.02;

  private static final int FOLDINGS = 20;

  private static List<String> names(int[] classes) {
    return Arrays.stream(classes).mapToObj(k -> "class" + k).toList();
  }

  /** Noise of deviation 0.1 around a unit vector (triangular distribution). */
  private static float[] near(int direction, int width, long seed, int item) {
    SeededRandom random = SeededRandom.of(seed, item);
    float[] x = new float[width];
    for (int d = 0; d < width; d++) {
      x[d] = (float) (0.245 * (random.nextDouble() + random.nextDouble() - 1));
    }
    x[direction] += 1;
    return x;
  }

  @Test
  void silhouette_golden_isTheSame() throws IOException {
    for (JsonNode node : Goldens.of("silhouette")) {
      float[][] x = Goldens.vectors(node.path("x"));
      List<String> labels = names(Goldens.classes(node.path("label")));
      assertThat(Silhouette.of(x, labels, Distance.EUCLIDEAN))
          .isCloseTo(node.path("euclidean").doubleValue(), within(SILHOUETTE_TOLERANCE));
      assertThat(Silhouette.of(x, labels, Distance.COSINE))
          .isCloseTo(node.path("cosine").doubleValue(), within(SILHOUETTE_TOLERANCE));
    }
  }

  @Test
  void silhouette_knownAnswers_areRight() {
    List<String> labels = List.of("a", "a", "b", "b");
    float[][] apart = {{1, 0}, {2, 0}, {0, 1}, {0, 5}};
    assertThat(Silhouette.of(apart, labels, Distance.COSINE)).isEqualTo(1);
    float[][] same = {{1, 1}, {1, 1}, {1, 1}, {1, 1}};
    assertThat(Silhouette.of(same, labels, Distance.EUCLIDEAN)).isZero();
  }

  @Test
  void logisticRegression_golden_predictsTheSame() throws IOException {
    for (JsonNode node : Goldens.of("probe")) {
      float[][] x = Goldens.vectors(node.path("x"));
      int[] label = Goldens.classes(node.path("label"));
      int[] expected = Goldens.classes(node.path("predicted"));
      int train = node.path("train").asInt();
      LogisticRegression probe =
          LogisticRegression.train(Arrays.copyOf(x, train), Arrays.copyOf(label, train), 1);
      int[] found = IntStream.range(train, x.length).map(i -> probe.predict(x[i])).toArray();
      long differ = IntStream.range(0, found.length).filter(i -> found[i] != expected[i]).count();
      assertThat(differ)
          .as("%s is not %s", Arrays.toString(found), Arrays.toString(expected))
          .isLessThanOrEqualTo(PREDICTIONS_THAT_MAY_DIFFER);
    }
  }

  @Test
  void linearProbe_golden_isAsAccurate() throws IOException {
    for (JsonNode node : Goldens.of("probe")) {
      float[][] x = Goldens.vectors(node.path("x"));
      List<String> labels = names(Goldens.classes(node.path("label")));
      double found =
          IntStream.range(0, FOLDINGS)
              .mapToDouble(
                  seed -> LinearProbe.of(x, labels, new ProbeOptions(5, 1, seed)).accuracy())
              .average()
              .getAsDouble();
      assertThat(found)
          .as("accuracy over %d foldings", FOLDINGS)
          .isCloseTo(
              node.path("cross_validated_accuracy").doubleValue(), within(ACCURACY_TOLERANCE));
    }
  }

  @Test
  void linearProbe_separatedClasses_areReadAndReported() {
    float[][] x =
        IntStream.range(0, 60).mapToObj(i -> near(i % 3, 5, 1, i)).toArray(float[][]::new);
    for (float[] row : x) {
      row[4] = 7; // says nothing, and must not become NaN
    }
    List<String> labels = IntStream.range(0, 60).mapToObj(i -> "s" + i % 3).toList();
    LinearProbe found = LinearProbe.of(x, labels, ProbeOptions.DEFAULT);
    assertThat(found.accuracy()).as(found.toString()).isGreaterThan(0.9);
    assertThat(found.items()).isEqualTo(60);
    assertThat(found.classes()).isEqualTo(3);
    assertThat(found.folds()).isEqualTo(5);
    assertThat(found.majority()).isCloseTo(1 / 3.0, within(1e-15));
    assertThat(LinearProbe.of(x, labels, ProbeOptions.DEFAULT)).isEqualTo(found);
  }

  /**
   * Each speaker has a direction of their own, languages have none: with speakers in training and
   * test the language is read through the voices, with speakers as groups it is not.
   */
  @Test
  void linearProbe_voicesOnly_readsTheLanguageOnlyIfSpeakersAreDivided() {
    int speakers = 20;
    int items = 400;
    float[][] x =
        IntStream.range(0, items)
            .mapToObj(i -> near(i % speakers, speakers, 1, i))
            .toArray(float[][]::new);
    List<String> speaker =
        IntStream.range(0, items).mapToObj(i -> "speaker" + i % speakers).toList();
    List<String> language =
        IntStream.range(0, items).mapToObj(i -> i % speakers < 10 ? "de" : "ur").toList();
    assertThat(LinearProbe.of(x, language, ProbeOptions.DEFAULT).accuracy()).isGreaterThan(0.9);
    assertThat(LinearProbe.of(x, language, speaker, ProbeOptions.DEFAULT).accuracy())
        .isLessThan(0.65);
  }

  @Test
  void folds_groups_areNeverDividedAndEveryLabelIsInEveryFold() {
    List<String> groups = IntStream.range(0, 90).mapToObj(i -> "g" + i % 15).toList();
    List<String> labels = IntStream.range(0, 90).mapToObj(i -> "l" + i % 15 % 3).toList();
    int[] folds = Folds.of(labels, groups, 5, 1);
    assertThat(Folds.of(labels, groups, 5, 1)).isEqualTo(folds);
    assertThat(Folds.of(labels, groups, 5, 2)).isNotEqualTo(folds);
    for (int i = 15; i < 90; i++) {
      assertThat(folds[i]).isEqualTo(folds[i % 15]);
    }
    for (int label = 0; label < 3; label++) {
      int of = label;
      assertThat(IntStream.range(0, 90).filter(i -> i % 15 % 3 == of).map(i -> folds[i]))
          .contains(0, 1, 2, 3, 4);
    }
  }

  /**
   * The first group has both labels, the second "rare" alone: dealt in turn over strata the groups
   * of "rare" could meet in one fold, and the other fold would be asked for what it never heard.
   */
  @Test
  void folds_groupsOfSeveralLabels_leaveEveryLabelToTrainOn() {
    for (long seed = 0; seed < 20; seed++) {
      for (int others = 2; others < 12; others++) {
        List<String> groups = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        add(groups, labels, "mixed", "common", "rare");
        IntStream.range(0, others).forEach(i -> add(groups, labels, "plain" + i, "common"));
        add(groups, labels, "lone", "rare");
        int[] folds = Folds.of(labels, groups, 2, seed);
        for (String label : List.of("common", "rare")) {
          assertThat(
                  IntStream.range(0, folds.length)
                      .filter(i -> labels.get(i).equals(label))
                      .map(i -> folds[i]))
              .as("folds of %s with %d other groups", label, others)
              .contains(0, 1);
        }
      }
    }
  }

  private static void add(
      List<String> groups, List<String> labels, String group, String... itsLabels) {
    for (String label : itsLabels) {
      groups.add(group);
      labels.add(label);
    }
  }

  @Test
  void alignment_emotionsInTheSameDirections_isOneLanguagesApartIsNot() {
    List<String> languages = List.of("de", "de", "ur", "ur");
    List<String> emotions = List.of("sad", "angry", "sad", "angry");
    float[][] aligned = {{1, 0}, {0, 1}, {3, 0}, {0, 2}};
    Alignment found = Alignment.of(aligned, languages, emotions);
    assertThat(found.same()).isCloseTo(1, within(1e-12));
    assertThat(found.different()).isCloseTo(0, within(1e-12));
    assertThat(found.value()).isCloseTo(1, within(1e-12));
    float[][] swapped = {{1, 0}, {0, 1}, {0, 2}, {3, 0}};
    assertThat(Alignment.of(swapped, languages, emotions).value()).isCloseTo(-1, within(1e-12));
    float[][] byLanguage = {{1, 0}, {1, 0}, {0, 1}, {0, 1}};
    assertThat(Alignment.of(byLanguage, languages, emotions).value()).isCloseTo(0, within(1e-12));
  }

  /** In a narrow cone everything is alike; about the mean of the centroids it is not. */
  @Test
  void alignment_narrowCone_showsWhenCentred() {
    List<String> languages = List.of("de", "de", "ur", "ur");
    List<String> emotions = List.of("sad", "angry", "sad", "angry");
    float[][] cone = {{100, 1}, {100, -1}, {100, 1}, {100, -1}};
    assertThat(Alignment.of(cone, languages, emotions).value()).isBetween(0.0, 0.001);
    Alignment centred = Alignment.centred(cone, languages, emotions);
    assertThat(centred.same()).isCloseTo(1, within(1e-9));
    assertThat(centred.different()).isCloseTo(-1, within(1e-9));
  }

  @Test
  void alignment_oneLanguage_isUndefined() {
    Alignment found =
        Alignment.of(new float[][] {{1, 0}, {0, 1}}, List.of("de", "de"), List.of("sad", "angry"));
    assertThat(found.same()).isNaN();
    assertThat(found.different()).isNaN();
  }

  @Test
  void representation_badInput_isRefusedWithValues() {
    float[][] three = {{1, 0}, {0, 1}, {1, 1}};
    List<String> four = List.of("a", "b", "a", "b");
    assertThatThrownBy(() -> Silhouette.of(three, four, Distance.COSINE))
        .hasMessage("Embeddings and labels differ in length: 3 != 4.");
    assertThatThrownBy(() -> Silhouette.of(three, List.of("a", "a", "a"), Distance.EUCLIDEAN))
        .hasMessage("Expected at least two different labels, found [a].");
    assertThatThrownBy(
            () -> Silhouette.of(new float[][] {{1}, {0}}, List.of("a", "b"), Distance.COSINE))
        .hasMessageContaining("zeros only in embedding 1");
    assertThatThrownBy(() -> Silhouette.of(new float[0][], List.of(), Distance.COSINE))
        .hasMessage("Expected at least one embedding, found none.");
    assertThatThrownBy(
            () -> Alignment.of(new float[][] {{1, 0}, {1}}, List.of("a", "b"), List.of("a", "b")))
        .hasMessage("Expected 2 values in embedding 1, found 1.");
    assertThatThrownBy(() -> Alignment.of(new float[][] {{Float.NaN}}, List.of("a"), List.of("a")))
        .hasMessage("Expected finite values, found NaN in embedding 0.");
    assertThatThrownBy(
            () -> LinearProbe.of(three, List.of("a", "b", "a"), new ProbeOptions(2, 1, 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at least 2 items or groups of 'b'")
        .hasMessageContaining("found 1");
    assertThatThrownBy(() -> new ProbeOptions(1, 1, 1)).hasMessageContaining("found 1 and 1.0");
    assertThatThrownBy(() -> new ProbeOptions(2, 0, 1)).hasMessageContaining("0.0");
  }
}
