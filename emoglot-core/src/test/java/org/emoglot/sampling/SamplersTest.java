package org.emoglot.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emoglot.corpus.Fakes;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Properties of both samplers, over thousands of draws. */
class SamplersTest {

  private static final List<String> LABELS = List.of("angry", "happy", "neutral", "sad");

  /** Languages of very different size; the last has only two clips of each label. */
  private static List<Utterance> languages() {
    List<Utterance> utterances = new ArrayList<>();
    Map<String, Integer> sizes = Map.of("de", 10, "en", 60, "it", 15, "ur", 5, "zh", 2);
    sizes.forEach(
        (language, size) -> {
          for (String label : LABELS) {
            for (int i = 0; i < size; i++) {
              utterances.add(
                  Fakes.utterance("c-" + language, language, "s" + i, label, Split.TRAIN, i));
            }
          }
        });
    return utterances;
  }

  private static HierarchicalSampler hierarchical(List<Utterance> utterances, long seed) {
    return new HierarchicalSampler(utterances, HierarchicalOptions.PAPER, seed);
  }

  private static Map<String, List<Utterance>> pairs(List<Utterance> batch) {
    return batch.stream().collect(Collectors.groupingBy(u -> u.language() + " " + u.label()));
  }

  @Test
  void hierarchical_everyBatch_hasThreeUtterancesOfFourLabelsInThreeLanguages() {
    HierarchicalSampler sampler = hierarchical(languages(), 11);
    for (int step = 0; step < 3000; step++) {
      List<Utterance> batch = sampler.batch(step);
      assertThat(batch).as("step %d", step).hasSize(36);
      assertThat(batch.stream().map(Utterance::language).distinct()).hasSize(3);
      assertThat(pairs(batch))
          .hasSize(12)
          .allSatisfy((pair, drawn) -> assertThat(drawn).hasSize(3));
    }
  }

  @Test
  void hierarchical_pair_repeatsOnlyWhereItHasTooFew() {
    HierarchicalSampler sampler = hierarchical(languages(), 12);
    int repeatedOfSmall = 0;
    for (int step = 0; step < 3000; step++) {
      for (List<Utterance> drawn : pairs(sampler.batch(step)).values()) {
        int distinct = new HashSet<>(drawn).size();
        if (drawn.get(0).language().equals(Language.of("zh"))) {
          assertThat(distinct).isLessThanOrEqualTo(2);
          repeatedOfSmall++;
        } else {
          assertThat(distinct).as("%s", drawn).isEqualTo(3);
        }
      }
    }
    assertThat(repeatedOfSmall).isPositive();
  }

  /** A language is drawn with probability 3/5: 3000 +- 35 (1 sigma) of 5000 batches. */
  @Test
  void hierarchical_languages_areUniformHoweverUnequalInSize() {
    HierarchicalSampler sampler = hierarchical(languages(), 13);
    Map<Language, Integer> counts = new HashMap<>();
    for (int step = 0; step < 5000; step++) {
      sampler.batch(step).stream()
          .map(Utterance::language)
          .distinct()
          .forEach(language -> counts.merge(language, 1, Integer::sum));
    }
    assertThat(counts).hasSize(5);
    assertThat(counts.values()).allSatisfy(n -> assertThat(n).isCloseTo(3000, within(150)));
  }

  /** A clip of de is drawn with probability 3/5 * 3/10: 900 +- 27 of 5000 batches. */
  @Test
  void hierarchical_utterancesOfAPair_areUniform() {
    HierarchicalSampler sampler = hierarchical(languages(), 14);
    Map<Utterance, Integer> counts = new HashMap<>();
    for (int step = 0; step < 5000; step++) {
      sampler.batch(step).stream()
          .filter(u -> u.language().equals(Language.of("de")))
          .forEach(u -> counts.merge(u, 1, Integer::sum));
    }
    assertThat(counts).hasSize(40);
    assertThat(counts.values()).allSatisfy(n -> assertThat(n).isCloseTo(900, within(130)));
  }

  @Test
  void hierarchical_fewerLanguagesThanWanted_takesAll() {
    List<Utterance> two =
        languages().stream()
            .filter(u -> !Set.of("en", "it", "zh").contains(u.language().code()))
            .toList();
    HierarchicalSampler sampler = hierarchical(two, 15);
    for (int step = 0; step < 500; step++) {
      List<Utterance> batch = sampler.batch(step);
      assertThat(batch).as("as many as any other batch").hasSize(HierarchicalOptions.PAPER.size());
      assertThat(new TreeSet<>(batch.stream().map(Utterance::language).toList()))
          .containsExactly(Language.of("de"), Language.of("ur"));
      assertThat(pairs(batch))
          .hasSize(8)
          .allSatisfy((pair, drawn) -> assertThat(drawn).hasSizeBetween(4, 5));
    }
  }

  /** A pair of two languages has a fifth clip in half of the batches: 2500 +- 35 of 5000. */
  @Test
  void hierarchical_clipsThatAreLeft_goToEveryPairAlike() {
    List<Utterance> two =
        languages().stream()
            .filter(u -> !Set.of("en", "it", "zh").contains(u.language().code()))
            .toList();
    HierarchicalSampler sampler = hierarchical(two, 21);
    Map<Object, Integer> larger = new HashMap<>();
    for (int step = 0; step < 5000; step++) {
      pairs(sampler.batch(step))
          .forEach((pair, drawn) -> larger.merge(pair, drawn.size() - 4, Integer::sum));
    }
    assertThat(larger).hasSize(8);
    assertThat(larger.values()).allSatisfy(n -> assertThat(n).isCloseTo(2500, within(150)));
  }

  @Test
  void hierarchical_fewerLabelsWanted_drawsThemInEachLanguageAnew() {
    HierarchicalSampler sampler =
        new HierarchicalSampler(languages(), new HierarchicalOptions(2, 2, 1), 16);
    Set<Set<String>> seen = new HashSet<>();
    for (int step = 0; step < 500; step++) {
      List<Utterance> batch = sampler.batch(step);
      assertThat(batch).hasSize(4);
      batch.stream()
          .collect(
              Collectors.groupingBy(
                  Utterance::language, Collectors.mapping(Utterance::label, Collectors.toSet())))
          .values()
          .forEach(seen::add);
    }
    assertThat(seen).as("all pairs of four labels").hasSize(6);
  }

  @Test
  void hierarchical_languageWithoutALabel_givesWhatItHas() {
    List<Utterance> utterances =
        languages().stream()
            .filter(u -> !(u.language().code().equals("ur") && u.label().equals("sad")))
            .toList();
    HierarchicalSampler sampler =
        new HierarchicalSampler(utterances, new HierarchicalOptions(5, 4, 3), 17);
    List<Utterance> batch = sampler.batch(0);
    assertThat(batch).hasSize(60);
    assertThat(pairs(batch))
        .hasSize(19)
        .allSatisfy((pair, drawn) -> assertThat(drawn).hasSizeBetween(3, 4));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void batch_manySteps_drawEveryUtterance(boolean hierarchical) {
    List<Utterance> utterances = languages();
    BatchSampler sampler =
        hierarchical ? hierarchical(utterances, 18) : new RandomSampler(utterances, 32, 18);
    Set<Utterance> seen = new HashSet<>();
    for (int step = 0; step < 1000; step++) {
      seen.addAll(sampler.batch(step));
    }
    assertThat(seen).hasSize(utterances.size());
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void batch_sameSeedAndStep_isTheSameWhateverCameBefore(boolean hierarchical) {
    List<Utterance> utterances = languages();
    List<Utterance> shuffled = new ArrayList<>(utterances);
    Collections.reverse(shuffled);
    BatchSampler one =
        hierarchical ? hierarchical(utterances, 19) : new RandomSampler(utterances, 32, 19);
    BatchSampler resumed =
        hierarchical ? hierarchical(shuffled, 19) : new RandomSampler(shuffled, 32, 19);
    BatchSampler other =
        hierarchical ? hierarchical(utterances, 20) : new RandomSampler(utterances, 32, 20);
    List<List<Utterance>> batches = new ArrayList<>();
    for (int step = 0; step < 100; step++) {
      batches.add(one.batch(step));
    }
    for (int step = 99; step >= 0; step--) {
      assertThat(resumed.batch(step)).isEqualTo(batches.get(step));
      assertThat(other.batch(step)).isNotEqualTo(batches.get(step));
    }
    assertThat(new HashSet<>(batches)).as("steps differ").hasSize(100);
  }

  @ParameterizedTest
  @CsvSource({"1, 92", "7, 92", "32, 92", "92, 92", "200, 92", "5, 1"})
  void random_epochs_coverAllOnce(int batchSize, int size) {
    List<Utterance> utterances = languages().subList(0, size);
    RandomSampler sampler = new RandomSampler(utterances, batchSize, 3);
    List<Utterance> drawn = new ArrayList<>();
    for (int step = 0; drawn.size() < 3 * size; step++) {
      List<Utterance> batch = sampler.batch(step);
      assertThat(batch).hasSize(batchSize);
      drawn.addAll(batch);
    }
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(drawn.subList(epoch * size, (epoch + 1) * size))
          .as("epoch %d", epoch)
          .containsExactlyInAnyOrderElementsOf(utterances);
    }
    if (size > 10) {
      assertThat(drawn.subList(0, size)).isNotEqualTo(drawn.subList(size, 2 * size));
    }
  }

  @Test
  void samplers_nothingToDrawFrom_refuse() {
    assertThatThrownBy(() -> hierarchical(List.of(), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RandomSampler(List.of(), 4, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0 utterances");
    assertThatThrownBy(() -> new RandomSampler(languages(), 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size 0");
    assertThatThrownBy(() -> new HierarchicalOptions(3, 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3, 0 and 3");
  }
}
