package org.emoglot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.emoglot.acoustic.UtteranceStatistics;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.encoder.Bands;
import org.emoglot.encoder.statistics.UtteranceStatisticsConfig;
import org.emoglot.experiment.Settings;
import org.emoglot.feature.PreparedClip;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;

/** Ten channels, 20 frames per second; the values of a clip are all 1, so that masks are zeros. */
class AugmentationTest {

  private static final int CHANNELS = 10;
  private static final double FRAMES_PER_SECOND = 20;
  private static final int DRAWS = 500;

  private static final Map<String, String> OFF =
      Map.of(
          "training.cropSeconds", "1000",
          "training.timeMasks", "0",
          "training.bandMasks", "0",
          "training.speedRange", "0");

  private static Augmentation augmentation(String... keysAndValues) {
    return stacked(0, keysAndValues);
  }

  private static Augmentation stacked(int stack, String... keysAndValues) {
    Map<String, String> values = new HashMap<>(OFF);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put("training." + keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Augmentation(
        Settings.with(Kind.PEFT, values).training(),
        CHANNELS,
        FRAMES_PER_SECOND,
        stack,
        0,
        Bands.NONE);
  }

  private static float[] apply(Augmentation augmentation, float[] clip, SeededRandom random) {
    return augmentation.apply(PreparedClip.of(clip, CHANNELS), random);
  }

  private static float[] ones(int frames) {
    float[] clip = new float[frames * CHANNELS];
    java.util.Arrays.fill(clip, 1);
    return clip;
  }

  /** Frame f has the value f in all channels. */
  private static float[] ramp(int frames) {
    float[] clip = new float[frames * CHANNELS];
    for (int i = 0; i < clip.length; i++) {
      clip[i] = i / CHANNELS;
    }
    return clip;
  }

  @Test
  void apply_everythingOff_copies() {
    float[] clip = ramp(30);
    float[] copy = apply(augmentation(), clip, SeededRandom.of(1));
    assertThat(copy).containsExactly(clip).isNotSameAs(clip);
  }

  @Test
  void apply_tokensBeforeTheClip_stayWithEveryCrop() {
    Map<String, String> values = new HashMap<>(OFF);
    values.put("training.cropSeconds", "0.2");
    values.put("training.timeMasks", "2");
    Augmentation augmentation =
        new Augmentation(
            Settings.with(Kind.PEFT, values).training(),
            CHANNELS,
            FRAMES_PER_SECOND,
            0,
            3,
            Bands.NONE);
    float[] clip = ramp(63);
    for (int draw = 0; draw < 20; draw++) {
      float[] heard = apply(augmentation, clip, SeededRandom.of(draw));
      assertThat(heard).hasSize((3 + (int) (0.2 * FRAMES_PER_SECOND)) * CHANNELS);
      assertThat(java.util.Arrays.copyOf(heard, 3 * CHANNELS)).containsExactly(ramp(3));
      for (int i = 3 * CHANNELS; i < heard.length; i++) {
        assertThat(heard[i]).as("value %d", i).isNotIn(1f, 2f);
      }
    }
  }

  @Test
  void apply_clipOfOneFrameWithoutDuration_copies() {
    Map<String, String> everything =
        Map.of("training.timeMasks", "2", "training.bandMasks", "2", "training.speedRange", "0.1");
    Augmentation augmentation =
        new Augmentation(
            Settings.with(Kind.FULL, everything).training(), CHANNELS, 0, 0, 0, Bands.NONE);
    float[] clip = ones(1);
    for (int draw = 0; draw < 20; draw++) {
      assertThat(apply(augmentation, clip, SeededRandom.of(draw))).containsExactly(clip);
    }
  }

  @Test
  void apply_microphoneOnAFrameWithoutASpectrum_copies() {
    Augmentation augmentation =
        new Augmentation(
            Settings.with(Kind.FULL, Map.of("training.microphoneRange", "1.5")).training(),
            CHANNELS,
            0,
            0,
            0,
            Bands.NONE);
    float[] clip = ones(1);
    assertThat(apply(augmentation, clip, SeededRandom.of(1))).containsExactly(clip);
  }

  @Test
  void apply_microphone_coloursTheSpectrumOfStatisticsAlone() {
    Augmentation augmentation =
        new Augmentation(
            Settings.with(Kind.FULL, Map.of("training.microphoneRange", "1.5")).training(),
            UtteranceStatistics.COUNT,
            0,
            0,
            0,
            new UtteranceStatisticsConfig(8, 0).spectrum());
    int from = UtteranceStatistics.SPECTRUM;
    int to = from + UtteranceStatistics.SPECTRUM_BANDS;
    double widest = 0;
    for (int draw = 0; draw < 200; draw++) {
      float[] heard =
          augmentation.apply(
              PreparedClip.of(new float[UtteranceStatistics.COUNT], UtteranceStatistics.COUNT),
              SeededRandom.of(draw));
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < heard.length; i++) {
        if (i < from || i >= to) {
          assertThat(heard[i]).isZero();
        }
        sum += heard[i];
        squares += heard[i] * heard[i];
      }
      assertThat(sum).isCloseTo(0, within(1e-4));
      widest = Math.max(widest, Math.sqrt(squares / UtteranceStatistics.SPECTRUM_BANDS));
    }
    assertThat(widest).isBetween(1.4, 1.5001);
  }

  @Test
  void apply_sameSeedStepAndPlace_isTheSame() {
    Augmentation augmentation =
        augmentation("timeMasks", "2", "bandMasks", "2", "speedRange", "0.1", "cropSeconds", "1");
    float[] clip = ramp(45);
    float[] before = clip.clone();
    float[] first = apply(augmentation, clip, SeededRandom.of(1, 3, 7, 2));
    assertThat(apply(augmentation, clip, SeededRandom.of(1, 3, 7, 2))).containsExactly(first);
    assertThat(apply(augmentation, clip, SeededRandom.of(1, 3, 7, 3))).isNotEqualTo(first);
    assertThat(apply(augmentation, clip, SeededRandom.of(1, 3, 8, 2))).isNotEqualTo(first);
    assertThat(apply(augmentation, clip, SeededRandom.of(2, 3, 7, 2))).isNotEqualTo(first);
    assertThat(clip).as("the clip itself").containsExactly(before);
  }

  @Test
  void apply_timeMask_zeroesAtMostOneStretchOfWholeFrames() {
    Augmentation augmentation = augmentation("timeMasks", "1", "timeMaskSeconds", "0.25");
    int longest = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      float[] masked = apply(augmentation, ones(40), SeededRandom.of(draw));
      int zeros = 0;
      int edges = 0;
      for (int frame = 0; frame < 40; frame++) {
        boolean zero = masked[frame * CHANNELS] == 0;
        zeros += zero ? 1 : 0;
        edges += zero && (frame == 0 || masked[(frame - 1) * CHANNELS] != 0) ? 1 : 0;
        for (int channel = 1; channel < CHANNELS; channel++) {
          assertThat(masked[frame * CHANNELS + channel]).isEqualTo(masked[frame * CHANNELS]);
        }
      }
      assertThat(edges).as("stretches in draw %d", draw).isLessThanOrEqualTo(1);
      longest = Math.max(longest, zeros);
    }
    assertThat(longest).as("0.25 s of 20 frames per second").isEqualTo(5);
  }

  @Test
  void apply_timeMasksOnAShortClip_leaveHalfOfItEach() {
    Augmentation augmentation = augmentation("timeMasks", "1", "timeMaskSeconds", "100");
    for (int draw = 0; draw < DRAWS; draw++) {
      float[] masked = apply(augmentation, ones(7), SeededRandom.of(draw));
      assertThat(zeros(masked)).as("draw %d", draw).isLessThanOrEqualTo(3 * CHANNELS);
      assertThat(apply(augmentation, ones(1), SeededRandom.of(draw))).containsOnly(1);
    }
  }

  @Test
  void apply_bandMask_zeroesNeighbouringChannelsInAllFrames() {
    Augmentation augmentation = augmentation("bandMasks", "1", "bandMaskShare", "0.3");
    int widest = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      float[] masked = apply(augmentation, ones(4), SeededRandom.of(draw));
      int zeros = 0;
      int edges = 0;
      for (int channel = 0; channel < CHANNELS; channel++) {
        boolean zero = masked[channel] == 0;
        zeros += zero ? 1 : 0;
        edges += zero && (channel == 0 || masked[channel - 1] != 0) ? 1 : 0;
        for (int frame = 1; frame < 4; frame++) {
          assertThat(masked[frame * CHANNELS + channel]).isEqualTo(masked[channel]);
        }
      }
      assertThat(edges).as("groups in draw %d", draw).isLessThanOrEqualTo(1);
      widest = Math.max(widest, zeros);
    }
    assertThat(widest).as("0.3 of 10 channels").isEqualTo(3);
  }

  @Test
  void apply_speed_staysInItsRangeAndKeepsTheEnds() {
    Augmentation augmentation = augmentation("speedRange", "0.2");
    int shortest = Integer.MAX_VALUE;
    int longest = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      float[] changed = apply(augmentation, ramp(100), SeededRandom.of(draw));
      int frames = changed.length / CHANNELS;
      assertThat(changed.length % CHANNELS).isZero();
      shortest = Math.min(shortest, frames);
      longest = Math.max(longest, frames);
      assertThat(changed[0]).isZero();
      assertThat(changed[changed.length - 1])
          .isCloseTo(99, org.assertj.core.api.Assertions.within(1e-3f));
      for (int frame = 1; frame < frames; frame++) {
        float pace = changed[frame * CHANNELS] - changed[(frame - 1) * CHANNELS];
        assertThat(pace).as("frames of the clip per frame").isBetween(0.78f, 1.22f);
      }
    }
    // 100 / 1.2 and 100 / 0.8
    assertThat(shortest).isBetween(83, 86);
    assertThat(longest).isBetween(121, 125);
  }

  @Test
  void apply_crop_isARandomStretchOfTheWantedLength() {
    Augmentation augmentation = augmentation("cropSeconds", "0.75");
    int first = Integer.MAX_VALUE;
    int last = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      float[] cut = apply(augmentation, ramp(20), SeededRandom.of(draw));
      assertThat(cut).hasSize(15 * CHANNELS);
      int start = (int) cut[0];
      for (int frame = 0; frame < 15; frame++) {
        assertThat(cut[frame * CHANNELS]).isEqualTo(start + frame);
      }
      first = Math.min(first, start);
      last = Math.max(last, start);
    }
    assertThat(first).isZero();
    assertThat(last).isEqualTo(5);
    assertThat(apply(augmentation, ramp(9), SeededRandom.of(1))).hasSize(9 * CHANNELS);
  }

  @Test
  void apply_speedAndCrop_isACropOfTheWholeClipAtThatSpeed() {
    float[] clip = new float[60 * CHANNELS];
    SeededRandom values = SeededRandom.of(9);
    for (int i = 0; i < clip.length; i++) {
      clip[i] = (float) values.nextDouble();
    }
    Augmentation whole = augmentation("speedRange", "0.3");
    Augmentation cropped = augmentation("speedRange", "0.3", "cropSeconds", "1");
    for (int draw = 0; draw < DRAWS; draw++) {
      float[] expected = apply(whole, clip, SeededRandom.of(draw));
      float[] cut = apply(cropped, clip, SeededRandom.of(draw));
      assertThat(cut).hasSize(20 * CHANNELS);
      int start = 0;
      while (expected[start] != cut[0]) {
        start += CHANNELS;
      }
      assertThat(Arrays.copyOfRange(expected, start, start + cut.length)).containsExactly(cut);
    }
  }

  @Test
  void apply_crop_readsNoMoreThanTheCrop() {
    int[] read = {0};
    PreparedClip clip =
        new PreparedClip() {
          @Override
          public int frames() {
            return 1000;
          }

          @Override
          public int channels() {
            return CHANNELS;
          }

          @Override
          public float[] copy(int from, int to) {
            read[0] += to - from;
            return new float[(to - from) * CHANNELS];
          }
        };
    augmentation("cropSeconds", "2").apply(clip, SeededRandom.of(1));
    assertThat(read[0]).isEqualTo(40);
    augmentation("cropSeconds", "2", "speedRange", "0.1").apply(clip, SeededRandom.of(1));
    assertThat(read[0] - 40).as("at another speed").isBetween(35, 46);
  }

  @Test
  void apply_oneFrame_survivesEverything() {
    Augmentation augmentation =
        augmentation(
            "timeMasks", "3", "bandMasks", "1", "speedRange", "0.5", "cropSeconds", "0.01");
    for (int draw = 0; draw < DRAWS; draw++) {
      assertThat(apply(augmentation, ones(1), SeededRandom.of(draw)).length % CHANNELS).isZero();
      assertThat(apply(augmentation, ones(1), SeededRandom.of(draw))).isNotEmpty();
    }
  }

  private static int zeros(float[] values) {
    int zeros = 0;
    for (float value : values) {
      zeros += value == 0 ? 1 : 0;
    }
    return zeros;
  }

  @Test
  void apply_bandMaskOnStackedFrames_masksTheSameBandsInEach() {
    Augmentation augmentation = stacked(2, "bandMasks", "1", "bandMaskShare", "0.6");
    int widest = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      float[] masked = apply(augmentation, ones(4), SeededRandom.of(draw));
      for (int i = 5; i < masked.length; i++) {
        assertThat(masked[i]).as("five bands, two frames in each of ten").isEqualTo(masked[i - 5]);
      }
      widest = Math.max(widest, zeros(Arrays.copyOf(masked, 5)));
    }
    assertThat(widest).as("0.6 of 5 bands").isEqualTo(3);
  }

  @Test
  void apply_speedOnStackedFrames_movesAlongTheFramesInThem() {
    Augmentation augmentation = stacked(2, "speedRange", "0.3");
    float[] clip = new float[30 * CHANNELS];
    for (int i = 0; i < clip.length; i++) {
      clip[i] = i / 5; // frame f of 60 has the value f in its five bands
    }
    for (int draw = 0; draw < DRAWS; draw++) {
      float[] changed = apply(augmentation, clip, SeededRandom.of(draw));
      assertThat(changed.length % CHANNELS).isZero();
      double step = 59.0 / (changed.length / 5 - 1);
      for (int i = 0; i < changed.length; i++) {
        assertThat(changed[i]).as("value %d", i).isCloseTo((float) (i / 5 * step), within(1e-3f));
      }
    }
  }

  @Test
  void apply_cropOfStackedFrames_beginsAnywhereAndIsWhole() {
    Augmentation augmentation = stacked(2, "cropSeconds", "0.5");
    float[] clip = new float[30 * CHANNELS];
    for (int i = 0; i < clip.length; i++) {
      clip[i] = i / 5;
    }
    Set<Integer> starts = new TreeSet<>();
    for (int draw = 0; draw < DRAWS; draw++) {
      float[] crop = apply(augmentation, clip, SeededRandom.of(draw));
      assertThat(crop).hasSize(10 * CHANNELS);
      assertThat(crop[crop.length - 1] - crop[0]).isEqualTo(19);
      starts.add((int) crop[0]);
    }
    assertThat(starts).contains(1, 2, 39, 40).allMatch(start -> start <= 40);
  }

  @Test
  void apply_warp_stretchesTheBandsOfEveryFrameAlike() {
    Augmentation augmentation = stacked(1, "warpRange", "0.2");
    float[] clip = new float[3 * CHANNELS];
    for (int i = 0; i < clip.length; i++) {
      clip[i] = i % CHANNELS; // band b has the value b
    }
    double least = 2;
    double most = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      float[] warped = apply(augmentation, clip, SeededRandom.of(draw));
      double factor = warped[1];
      for (int i = 0; i < warped.length; i++) {
        double expected = Math.min(CHANNELS - 1.0, i % CHANNELS * factor);
        assertThat((double) warped[i]).as("value %d", i).isCloseTo(expected, within(1e-4));
      }
      least = Math.min(least, factor);
      most = Math.max(most, factor);
    }
    assertThat(least).isBetween(Math.exp(-0.2), 0.83);
    assertThat(most).isBetween(1.2, Math.exp(0.2));
  }

  @Test
  void apply_colour_addsOneConstantToEachBand() {
    Augmentation augmentation = stacked(2, "colourRange", "0.5");
    double most = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      float[] coloured = apply(augmentation, ones(4), SeededRandom.of(draw));
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < coloured.length; i++) {
        assertThat(coloured[i]).isEqualTo(coloured[i % 5]);
        sum += i < 5 ? coloured[i] - 1 : 0;
        squares += i < 5 ? (coloured[i] - 1) * (coloured[i] - 1) : 0;
      }
      assertThat(sum).as("mean in draw %d", draw).isCloseTo(0, within(1e-5));
      most = Math.max(most, Math.sqrt(squares / 5));
    }
    assertThat(most).isBetween(0.45, 0.5);
  }

  @Test
  void apply_framesThatAreNoMelBands_keepTheirSpectrum() {
    Augmentation augmentation = augmentation("warpRange", "0.2", "colourRange", "0.5");
    float[] clip = ramp(30);
    assertThat(apply(augmentation, clip, SeededRandom.of(1))).containsExactly(clip);
  }
}
