package org.emoglot.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.Resampler;
import org.emoglot.audio.Waveform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;
  private static final int CLIPS = 40;
  private static final double SECONDS = 2;

  private static final FingerprintIndex<Integer> INDEX =
      new FingerprintIndex<>(
          IntStream.range(0, CLIPS)
              .mapToObj(seed -> Map.entry(seed, Fingerprint.of(Voices.speak(seed, SECONDS))))
              .toList());

  static Stream<Arguments> changes() {
    return Stream.of(
        change("as it was", x -> x),
        change("gain 0.01", x -> each(x, sample -> 0.01f * sample)),
        change("polarity", x -> each(x, sample -> -sample)),
        change("a zero in front", x -> concat(new float[1], x)),
        change("10 ms cut off", x -> Arrays.copyOfRange(x, RATE / 100, x.length)),
        change("its last second", x -> Arrays.copyOfRange(x, x.length - RATE, x.length)),
        change(
            "inside another",
            x -> concat(concat(Voices.speak(-1, 3).samples(), x), new float[RATE])),
        change(
            "44.1 kHz",
            x -> new Resampler(44_100, RATE).apply(new Resampler(RATE, 44_100).apply(x))),
        change("1 % faster", x -> new Resampler(101, 100).apply(x)),
        change("noise", x -> noisy(x)),
        change("8 bits", x -> each(x, sample -> Math.round(sample * 127) / 127f)));
  }

  private static Arguments change(String name, UnaryOperator<float[]> change) {
    return Arguments.of(name, change);
  }

  private static float[] each(float[] x, UnaryOperator<Float> change) {
    float[] changed = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      changed[i] = change.apply(x[i]);
    }
    return changed;
  }

  private static float[] concat(float[] first, float[] second) {
    float[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static float[] noisy(float[] x) {
    Random random = new Random(1);
    return each(x, sample -> sample + 0.002f * (float) random.nextGaussian());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void find_aChangedCopy_isFoundAndNothingElse(String name, UnaryOperator<float[]> change) {
    for (int seed = 0; seed < CLIPS; seed += 8) {
      Waveform copy = new Waveform(change.apply(Voices.speak(seed, SECONDS).samples()), RATE);

      List<FingerprintIndex.Match<Integer>> found =
          INDEX.matches(Fingerprint.of(copy), FingerprintIndex.MATCH);

      assertThat(found.stream().map(FingerprintIndex.Match::clip))
          .as("%s of clip %d: %s", name, seed, found)
          .containsExactly(seed);
    }
  }

  @Test
  void find_otherSpeech_isNotFound() {
    for (int seed = CLIPS; seed < 2 * CLIPS; seed++) {
      assertThat(INDEX.find(Fingerprint.of(Voices.speak(seed, SECONDS)))).as("%d", seed).isEmpty();
    }
  }

  @Test
  void find_amongClipsWithoutFingerprints_findsNothing() {
    FingerprintIndex<Integer> none =
        new FingerprintIndex<>(List.of(Map.entry(1, Fingerprint.NONE)));

    assertThat(none.find(Fingerprint.of(Voices.speak(1, SECONDS)))).isEmpty();
    assertThat(none.find(Fingerprint.NONE)).isEmpty();
  }

  @Test
  void find_onePieceOfALongRecording_takesNoLongTimeAndFindsIt() {
    float[] hour = new float[0];
    List<float[]> pieces = new ArrayList<>();
    for (int seed = 100; seed < 160; seed++) {
      pieces.add(Voices.speak(seed, 10).samples());
    }
    hour = pieces.stream().reduce(hour, FingerprintTest::concat);
    FingerprintIndex<String> index =
        new FingerprintIndex<>(
            List.of(Map.entry("long", Fingerprint.of(new Waveform(hour, RATE)))));
    float[] piece = Arrays.copyOfRange(hour, 300 * RATE + 77, 302 * RATE);

    assertThat(index.find(Fingerprint.of(new Waveform(piece, RATE)))).isPresent();
    assertThat(index.find(Fingerprint.of(Voices.speak(1, 2)))).isEmpty();
  }

  @Test
  void probes_ofAShortPiece_holdOneNearTheFramesOfTheOriginal() {
    float[] whole = Voices.speak(3, SECONDS).samples();
    Waveform piece = new Waveform(Arrays.copyOfRange(whole, 8_064, 16_064), RATE); // half a frame

    double best =
        Fingerprint.probes(piece).stream()
            .flatMap(probe -> INDEX.matches(probe, 0).stream())
            .filter(match -> match.clip() == 3)
            .mapToDouble(FingerprintIndex.Match::score)
            .max()
            .orElse(0);

    assertThat(best).isGreaterThan(FingerprintIndex.MATCH);
  }

  @Test
  void fingerprint_ofSilenceSteadySoundAndLittle_isNone() {
    float[] tone = new float[2 * RATE];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) Math.sin(2 * Math.PI * 440 * i / RATE);
    }
    assertThat(Fingerprint.of(new Waveform(new float[2 * RATE], RATE))).isEqualTo(Fingerprint.NONE);
    assertThat(Fingerprint.of(new Waveform(tone, RATE))).isEqualTo(Fingerprint.NONE);
    assertThat(Fingerprint.of(new Waveform(new float[0], RATE))).isEqualTo(Fingerprint.NONE);
    assertThat(Fingerprint.of(Voices.speak(1, 0.1))).isEqualTo(Fingerprint.NONE);
    assertThat(Fingerprint.NONE.text()).isEmpty();
  }

  @Test
  void fingerprint_ofAnotherRate_isRefused() {
    Waveform clip = new Waveform(new float[8000], 8000);
    assertThatThrownBy(() -> Fingerprint.of(clip))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8000 Hz");
  }

  @Test
  void text_readAgain_isTheSame() {
    Fingerprint fingerprint = Fingerprint.of(Voices.speak(5, SECONDS));

    assertThat(Fingerprint.parse(fingerprint.text())).isEqualTo(fingerprint);
    assertThat(fingerprint.text().length()).isBetween(300, 700);
    assertThat(Fingerprint.parse("")).isEqualTo(Fingerprint.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2AAAA", "1", "1AAAA", "1***", "x", "1AAAAAAA="})
  void parse_otherText_isRefused(String text) {
    assertThatThrownBy(() -> Fingerprint.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found '" + text + "'")
        .hasMessageContaining("prepare the corpus again");
  }
}
