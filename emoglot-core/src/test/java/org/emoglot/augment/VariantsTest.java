package org.emoglot.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.Waveform;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariantsTest {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  /** Nothing but copies: every range and share is 0. */
  private static final double[] OFF = {
    0, 0, 0, 0.3, 6, 6, 0, 20, 20, 0, 0, 8000, 8000, 0, 0, 8000, 8000
  };

  private static final double[] ALL = {
    0.1, 2, 0.5, 0.3, 0, 12, 0.5, 10, 30, 6, 0.5, 6000, 12000, 0.5, 0, 8000, 32000
  };

  private static AugmentationConfig config(int variants, double[] v) {
    return new AugmentationConfig(
        variants,
        v[0],
        v[1],
        v[2],
        v[3],
        v[4],
        v[5],
        v[6],
        v[7],
        v[8],
        v[9],
        v[10],
        (int) v[11],
        (int) v[12],
        v[13],
        v[14],
        List.of(Codec.OPUS, Codec.MP3),
        (int) v[15],
        (int) v[16]);
  }

  /** Core has no codec; this one says by the samples themselves how it was asked. */
  private record Asked() implements Transmission {
    @Override
    public Waveform apply(Waveform waveform, Codec wanted, int bitsPerSecond) {
      float[] samples = waveform.samples().clone();
      samples[0] = wanted.ordinal();
      samples[1] = bitsPerSecond;
      return new Waveform(samples, waveform.sampleRate());
    }

    @Override
    public void require() {}
  }

  private static List<Waveform> coded(double share, int number, double[] values) {
    double[] changed = values.clone();
    changed[14] = share;
    return Variants.with(config(number, changed), 1, new Asked()).of(clip(), "a");
  }

  @Test
  void of_codecs_drawsEachOfThemAndRatesWithinTheRange() {
    Set<Float> codecs = new HashSet<>();
    Set<Float> rates = new HashSet<>();
    for (Waveform copy : coded(1, 30, ALL)) {
      codecs.add(copy.samples()[0]);
      rates.add(copy.samples()[1]);
    }
    assertThat(codecs).containsExactlyInAnyOrder(0f, 1f);
    assertThat(rates).hasSizeGreaterThan(20);
    assertThat(rates)
        .allSatisfy(rate -> assertThat(rate).isBetween(8_000f, 32_000f))
        .allSatisfy(rate -> assertThat(rate % 100).as("whole hundreds, %s", rate).isZero());
  }

  @Test
  void of_codecsForAHalf_leavesTheOthersAsTheyWere() {
    List<List<Float>> without = samples(config(12, ALL), 1, "a");
    List<List<Float>> with = coded(0.5, 12, ALL).stream().map(VariantsTest::list).toList();
    int kept = 0;
    for (int i = 0; i < 12; i++) {
      int length = without.get(i).size();
      assertThat(with.get(i).subList(2, length)).isEqualTo(without.get(i).subList(2, length));
      kept += with.get(i).equals(without.get(i)) ? 1 : 0;
    }
    assertThat(kept).as("copies without a codec").isBetween(2, 10);
  }

  @Test
  void variants_withCodecsWhereNoneIsInstalled_areRefusedInOneSentence() {
    double[] values = ALL.clone();
    values[14] = 0.1;
    assertThatThrownBy(() -> new Variants(config(1, values), 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Expected a module that encodes speech for augmentation.codecShare, found none on the"
                + " class path: add emoglot-ffmpeg, or set it to 0.");
    assertThat(new Variants(config(0, values), 1).of(clip(), "a")).as("off").isEmpty();
  }

  private static AugmentationConfig with(int knob, double value) {
    double[] values = OFF.clone();
    values[knob] = value;
    return config(8, values);
  }

  /** Half a second of a chirp over noise. */
  private static Waveform clip() {
    SeededRandom random = SeededRandom.of(1);
    float[] samples = new float[RATE / 2];
    for (int i = 0; i < samples.length; i++) {
      double seconds = (double) i / RATE;
      samples[i] =
          (float)
              (0.3 * Math.sin(2 * Math.PI * (200 + 2000 * seconds) * seconds)
                  + 0.02 * (2 * random.nextDouble() - 1));
    }
    return new Waveform(samples, RATE);
  }

  private static List<List<Float>> samples(AugmentationConfig config, long seed, String id) {
    return new Variants(config, seed).of(clip(), id).stream().map(VariantsTest::list).toList();
  }

  private static List<Float> list(Waveform waveform) {
    List<Float> list = new java.util.ArrayList<>();
    for (float sample : waveform.samples()) {
      list.add(sample);
    }
    return list;
  }

  @Test
  void of_oneSeedAndClip_areTheSameAgainAndEachIsAnother() {
    List<List<Float>> first = samples(config(5, ALL), 1, "a");

    assertThat(new HashSet<>(first)).hasSize(5);
    assertThat(samples(config(5, ALL), 1, "a")).isEqualTo(first);
    assertThat(samples(config(3, ALL), 1, "a"))
        .as("the number of copies changes none")
        .isEqualTo(first.subList(0, 3));
    Set<List<Float>> others = new HashSet<>(samples(config(5, ALL), 2, "a"));
    others.addAll(samples(config(5, ALL), 1, "b"));
    assertThat(others).as("of another seed and another clip").hasSize(10);
    assertThat(others).doesNotContainAnyElementsOf(first);
  }

  @Test
  void of_aClip_leavesItAsItIs() {
    Waveform clip = clip();
    new Variants(config(8, ALL), 1).of(clip, "a");
    assertThat(clip.samples()).isEqualTo(clip().samples());
  }

  @Test
  void of_noVariants_isNothing() {
    assertThat(new Variants(config(0, ALL), 1).of(clip(), "a")).isEmpty();
  }

  @Test
  void of_everythingOff_areCopies() {
    assertThat(samples(config(3, OFF), 1, "a")).containsOnly(list(clip())).hasSize(3);
  }

  @Test
  void of_speed_changesLengthsWithinTheRange() {
    Set<Integer> lengths = new HashSet<>();
    for (List<Float> copy : samples(with(0, 0.25), 1, "a")) {
      lengths.add(copy.size());
    }
    assertThat(lengths).hasSizeGreaterThan(4);
    assertThat(lengths).allSatisfy(n -> assertThat(n).isBetween(6_399, 10_668));
  }

  @ParameterizedTest
  @CsvSource({"1, 12", "2, 1", "6, 1", "9, 20", "10, 1", "13, 1"})
  void of_oneChange_changesEveryCopyAndNoLength(int knob, double value) {
    List<List<Float>> copies = samples(with(knob, value), 1, "a");
    assertThat(copies).doesNotContain(list(clip()));
    assertThat(copies).allSatisfy(copy -> assertThat(copy).hasSize(RATE / 2));
  }

  @ParameterizedTest
  @CsvSource({"2", "6", "10", "13"})
  void of_aShareOfAHalf_changesSomeCopies(int knob) {
    List<List<Float>> copies = samples(with(knob, 0.5), 1, "a");
    long untouched = copies.stream().filter(list(clip())::equals).count();
    assertThat(untouched).isBetween(1L, 7L);
  }

  @Test
  void of_noise_liesAtTheWantedLevel() {
    Waveform clip = clip();
    for (Waveform copy : new Variants(with(6, 1), 1).of(clip, "a")) {
      float[] noise = copy.samples().clone();
      for (int i = 0; i < noise.length; i++) {
        noise[i] -= clip.samples()[i];
      }
      double ratio = 10 * Math.log10(Levels.power(clip.samples()) / Levels.power(noise));
      assertThat(ratio).isBetween(19.9, 20.1);
    }
  }

  @Test
  void of_gain_staysWithinTheRangeOnBothSides() {
    double power = Levels.power(clip().samples());
    double lowest = 0;
    double highest = 0;
    for (Waveform copy : new Variants(with(9, 12), 1).of(clip(), "a")) {
      double decibels = 10 * Math.log10(Levels.power(copy.samples()) / power);
      lowest = Math.min(lowest, decibels);
      highest = Math.max(highest, decibels);
    }
    assertThat(lowest).isBetween(-12.01, -3.0);
    assertThat(highest).isBetween(3.0, 12.01);
  }

  @Test
  void of_oneChangeMore_drawsTheOthersAsBefore() {
    double[] withMuLaw = ALL.clone();
    withMuLaw[13] = 0;
    List<Waveform> without = new Variants(config(4, withMuLaw), 1).of(clip(), "a");
    withMuLaw[13] = 1;
    List<Waveform> with = new Variants(config(4, withMuLaw), 1).of(clip(), "a");
    for (int i = 0; i < 4; i++) {
      assertThat(with.get(i).samples()).isEqualTo(MuLaw.apply(without.get(i)).samples());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.6, speedRange",
    "1, 13, pitchRange",
    "2, 1.1, reverberationShare",
    "3, 0, reverberationSeconds",
    "4, 7, directLowest",
    "5, 101, directLowest",
    "6, -0.1, noiseShare",
    "7, 21, snrLowest",
    "8, NaN, snrLowest",
    "9, -1, gainRange",
    "10, NaN, bandLimitShare",
    "11, 1999, channelLowest",
    "12, 48001, channelLowest",
    "13, 2, muLawShare",
    "14, 1.5, codecShare",
    "15, 3999, codecRateLowest",
    "16, 7999, codecRateLowest"
  })
  void config_badValue_isRefusedInOneSentence(int knob, double value, String name) {
    assertThatThrownBy(() -> with(knob, value))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Expected augmentation." + name + " to be ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void config_withoutOrWithRepeatedCodecs_isRefused() {
    for (List<Codec> codecs : List.of(List.<Codec>of(), List.of(Codec.MP3, Codec.MP3))) {
      assertThatThrownBy(
              () ->
                  new AugmentationConfig(
                      1, 0, 0, 0, 0.3, 6, 6, 0, 20, 20, 0, 0, 8000, 8000, 0, 1, codecs, 8000, 8000))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(
              "Expected augmentation.codecs to be at least one codec, each only once");
    }
  }

  @ParameterizedTest
  @CsvSource({"-1", "101"})
  void config_badNumberOfVariants_isRefused(int variants) {
    assertThatThrownBy(() -> config(variants, ALL))
        .hasMessage(
            "Expected augmentation.variants to be in [0, 100], found %d.".formatted(variants));
  }
}
