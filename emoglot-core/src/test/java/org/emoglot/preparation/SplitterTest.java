package org.emoglot.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.emoglot.corpus.Corpus;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.Fakes;
import org.emoglot.corpus.SplitRule;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitterTest {

  private static List<Utterance> strata(int labels, int speakers, int each) {
    List<Utterance> utterances = new ArrayList<>();
    for (int s = 0; s < speakers; s++) {
      for (int l = 0; l < labels; l++) {
        for (int i = 0; i < each; i++) {
          utterances.add(Fakes.utterance("fake", "de", "s" + s, "label" + l, Split.TRAIN, i));
        }
      }
    }
    return utterances;
  }

  private static Map<Split, Long> sizes(List<Utterance> utterances) {
    return utterances.stream()
        .collect(Collectors.groupingBy(Utterance::split, Collectors.counting()));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 8, 1, 1",
    "11, 9, 1, 1",
    "14, 11, 2, 1",
    "672, 538, 67, 67",
    "1, 1, 0, 0",
    "2, 2, 0, 0",
    "3, 3, 0, 0",
    "4, 3, 1, 0",
    "5, 4, 1, 0",
    "6, 5, 1, 0"
  })
  void split_fractions_areLargestRemainders(int total, long train, long val, long test) {
    Map<Split, Long> sizes = sizes(Splitter.split(strata(1, 1, total), SplitRule.TENTHS, 1));
    assertThat(sizes.getOrDefault(Split.TRAIN, 0L)).isEqualTo(train);
    assertThat(sizes.getOrDefault(Split.VALIDATION, 0L)).isEqualTo(val);
    assertThat(sizes.getOrDefault(Split.TEST, 0L)).isEqualTo(test);
  }

  @Test
  void split_counts_areMetExactlyAndScaleOtherwise() {
    SplitRule rule = SplitRule.byLabel(60, 15, 25);
    assertThat(sizes(Splitter.split(strata(4, 5, 5), rule, 7)))
        .isEqualTo(Map.of(Split.TRAIN, 60L, Split.VALIDATION, 15L, Split.TEST, 25L));
    assertThat(sizes(Splitter.split(strata(4, 5, 10), rule, 7)))
        .isEqualTo(Map.of(Split.TRAIN, 120L, Split.VALIDATION, 30L, Split.TEST, 50L));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, -5, 123456789})
  void split_unevenStrata_staysWithinOneOfItsQuota(long seed) {
    SeededRandom random = SeededRandom.of(seed);
    List<Utterance> utterances = new ArrayList<>();
    for (int s = 0; s < 9; s++) {
      for (int l = 0; l < 4; l++) {
        int each = random.nextInt(12);
        for (int i = 0; i < each; i++) {
          utterances.add(Fakes.utterance("fake", "de", "s" + s, "label" + l, Split.TEST, i));
        }
      }
    }
    List<Utterance> divided = Splitter.split(utterances, SplitRule.TENTHS, seed);
    assertThat(divided).extracting(Utterance::id).hasSameElementsAs(ids(utterances));
    assertProportional(divided, Utterance::label);
  }

  private static void assertProportional(
      List<Utterance> divided, Function<Utterance, String> stratum) {
    Map<Split, Long> sizes = sizes(divided);
    divided.stream()
        .collect(Collectors.groupingBy(stratum))
        .forEach(
            (name, members) ->
                sizes.forEach(
                    (split, size) -> {
                      double quota = (double) members.size() * size / divided.size();
                      long found = members.stream().filter(u -> u.split() == split).count();
                      assertThat(Math.abs(found - quota))
                          .as("%s of %s: %d, quota %.2f", split, name, found, quota)
                          .isLessThan(1.0);
                    }));
  }

  @Test
  void split_speakersWithinLabels_areSpreadEvenly() {
    List<Utterance> divided = Splitter.split(strata(4, 10, 8), SplitRule.TENTHS, 1);
    divided.stream()
        .collect(Collectors.groupingBy(u -> u.label() + u.speaker()))
        .forEach(
            (name, members) ->
                assertThat(members.stream().filter(u -> u.split() == Split.TEST).count())
                    .as(name)
                    .isLessThanOrEqualTo(1));
  }

  private static List<String> ids(List<Utterance> utterances) {
    return utterances.stream().map(Utterance::id).toList();
  }

  @Test
  void split_otherOrder_isTheSame() {
    List<Utterance> utterances = strata(3, 4, 7);
    List<Utterance> reversed = new ArrayList<>(utterances);
    Collections.reverse(reversed);
    assertThat(Splitter.split(reversed, SplitRule.TENTHS, 5))
        .isEqualTo(Splitter.split(utterances, SplitRule.TENTHS, 5));
  }

  @Test
  void split_otherSeed_differs() {
    List<Utterance> utterances = strata(4, 4, 10);
    assertThat(Splitter.fingerprint(Splitter.split(utterances, SplitRule.TENTHS, 1)))
        .isNotEqualTo(Splitter.fingerprint(Splitter.split(utterances, SplitRule.TENTHS, 2)));
  }

  /**
   * Computed by reference/split_fingerprints.py from the rule as it is written: no release may move
   * a clip from test to train.
   */
  @Test
  void fingerprint_pinned_staysWhatItWas() {
    assertThat(Splitter.fingerprint(Splitter.split(strata(4, 3, 5), SplitRule.TENTHS, 1)))
        .isEqualTo("f7301753f6d0d592a786d2147984b7d75e620b626e0c355887029e5816e2b070");
  }

  /** Computed by reference/split_fingerprints.py from names alone. */
  static final String ESD_ZH_FINGERPRINT =
      "817f69e4c5ec761a99193f99446dc273f6b8a2b3efd9b933990fbe3b6223d7ef";

  @Test
  void fingerprint_cafeFromItsNames_isTheOnePublished() {
    List<Utterance> utterances = new ArrayList<>();
    for (int actor = 1; actor <= 12; actor++) {
      for (int sentence = 1; sentence <= 6; sentence++) {
        utterances.add(cafe("%02d-N-%d".formatted(actor, sentence), actor, "neutral"));
        for (int intensity = 1; intensity <= 2; intensity++) {
          String end = "-%d-%d".formatted(intensity, sentence);
          utterances.add(cafe("%02d-C".formatted(actor) + end, actor, "angry"));
          utterances.add(cafe("%02d-J".formatted(actor) + end, actor, "happy"));
          utterances.add(cafe("%02d-T".formatted(actor) + end, actor, "sad"));
        }
      }
    }
    List<Utterance> divided = Splitter.split(utterances, Corpus.CAFE.splitRule(), 1);
    assertThat(sizes(divided))
        .isEqualTo(Map.of(Split.TRAIN, 420L, Split.VALIDATION, 42L, Split.TEST, 42L));
    assertThat(Splitter.fingerprint(divided))
        .isEqualTo("4ca110bb07ec4e5a92dc6c53f63e756cd68cd44c8226c54c25bf905dbf41f2a7");
  }

  private static Utterance cafe(String key, int actor, String label) {
    return new Utterance(
        "cafe/" + key,
        "cafe",
        Language.of("fr"),
        "%02d".formatted(actor),
        label,
        Split.TRAIN,
        Path.of("/corpora/cafe", key + ".wav"),
        1);
  }

  /** Computed by reference/split_fingerprints.py. */
  @Test
  void speakerSplit_pinned_staysWhatItWas() {
    assertThat(Splitter.fingerprint(SpeakerSplitter.split(strata(4, 10, 5), SplitRule.TENTHS, 1)))
        .isEqualTo("e830681f43ef4356a94b8bcf58d92fbed3b50efc3aadbd8add763f87d1d1d1bc");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 77})
  void speakerSplit_manySpeakers_keepsThemApartAndIsNearTheShares(long seed) {
    List<Utterance> utterances = new ArrayList<>();
    SeededRandom random = SeededRandom.of(seed);
    for (int s = 0; s < 40; s++) {
      for (int l = 0; l < 4; l++) {
        for (int i = 0; i <= random.nextInt(12); i++) {
          utterances.add(Fakes.utterance("fake", "de", "s" + s, "label" + l, Split.TEST, i));
        }
      }
    }
    List<Utterance> divided = SpeakerSplitter.split(utterances, SplitRule.TENTHS, seed);
    assertThat(divided).extracting(Utterance::id).hasSameElementsAs(ids(utterances));
    divided.stream()
        .collect(Collectors.groupingBy(Utterance::speaker))
        .forEach(
            (speaker, spoken) ->
                assertThat(spoken.stream().map(Utterance::split).distinct())
                    .as(speaker)
                    .hasSize(1));
    double tenth = utterances.size() / 10.0;
    assertThat(sizes(divided).get(Split.TEST).doubleValue()).isBetween(0.9 * tenth, 1.1 * tenth);
    assertThat(sizes(divided).get(Split.VALIDATION).doubleValue())
        .isBetween(0.9 * tenth, 1.1 * tenth);
    Collections.reverse(utterances);
    assertThat(SpeakerSplitter.split(utterances, SplitRule.TENTHS, seed)).isEqualTo(divided);
  }

  @Test
  void speakerSplit_thatCannotHold_saysWhy() {
    assertThatThrownBy(() -> SpeakerSplitter.split(strata(4, 2, 5), SplitRule.TENTHS, 1))
        .isInstanceOf(org.emoglot.InvalidInputException.class)
        .hasMessageContaining("a split of 2 speakers")
        .hasMessageContaining("--split stratified");
    List<Utterance> unnamed =
        List.of(Fakes.utterance("a", "de", CorpusClip.UNKNOWN_SPEAKER, "sad", Split.TEST, 1));
    assertThatThrownBy(() -> SpeakerSplitter.split(unnamed, SplitRule.TENTHS, 1))
        .isInstanceOf(org.emoglot.InvalidInputException.class)
        .hasMessageContaining("Expected named speakers");
  }

  @Test
  void fingerprint_lines_areIdBlankSplit() {
    List<Utterance> two =
        List.of(
            Fakes.utterance("b", "de", "s", "sad", Split.TEST, 1),
            Fakes.utterance("a", "de", "s", "sad", Split.VALIDATION, 1));
    assertThat(Splitter.fingerprint(two))
        .isEqualTo(org.emoglot.io.Sha256.of("a/s-sad-1 val\nb/s-sad-1 test\n"));
  }

  @Test
  void split_repeatedId_isRefused() {
    Utterance utterance = Fakes.utterance("a", "de", "s", "sad", Split.TEST, 1);
    assertThatThrownBy(() -> Splitter.split(List.of(utterance, utterance), SplitRule.TENTHS, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a/s-sad-1");
  }

  @Test
  void splitRule_badShares_areRefused() {
    assertThatThrownBy(() -> SplitRule.byLabel(0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SplitRule.byLabel(5, -1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> new SplitRule(Double.NaN, 1, 1, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
