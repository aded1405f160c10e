package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.adapt.AdaptedEncoder;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Views;
import org.emoglot.audio.Waveform;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.context.ContextConfig;
import org.emoglot.encoder.convolution.Convolutions;
import org.emoglot.encoder.logmel.LogMelConfig;
import org.emoglot.encoder.logmel.MelNorm;
import org.emoglot.encoder.wav2vec2.Wav2Vec2Config;
import org.emoglot.feature.FeatureCache;
import org.emoglot.feature.FeatureStore;
import org.emoglot.feature.FeatureStoreOptions;
import org.emoglot.feature.FeatureType;
import org.emoglot.feature.PreparedClip;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.Parameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The figures of {@code docs/feature-store.md}, on real clips where there are any. Encoders have
 * the sizes of published ones up to their cut, and weights drawn from a seed.
 */
@Tag("corpora")
class FeatureFiguresTest {

  private static final int SECOND = Waveform.MODEL_SAMPLE_RATE;
  private static final int CROP_SECONDS = 2;
  private static final int CLIPS = 24;
  private static final int TIMED_CLIPS = 24;

  @TempDir Path folder;

  /** Up to where a clip is computed, and by what. */
  private enum Layout {
    /** wav2vec 2.0 base: group norm over time in the first convolution, normalised clips. */
    BASE_FEATURES(Convolutions.Norm.GROUP, true, 0),
    /** The same without the normalisation of the clip. */
    BASE_FEATURES_UNNORMALISED(Convolutions.Norm.GROUP, false, 0),
    /** wav2vec 2.0 large and XLS-R: layer norm in every convolution, normalised clips. */
    LARGE_FEATURES(Convolutions.Norm.LAYER, true, 0),
    LARGE_FEATURES_UNNORMALISED(Convolutions.Norm.LAYER, false, 0),
    /** Below layer 2 of base. */
    BASE_LAYER_2(Convolutions.Norm.GROUP, true, 2),
    /** mini: bands normalised over the clip. */
    MINI_FEATURES(Convolutions.Norm.GROUP, false, 0);

    private final Convolutions.Norm norm;
    private final boolean normalised;
    private final int lowestLayer;

    Layout(Convolutions.Norm norm, boolean normalised, int lowestLayer) {
      this.norm = norm;
      this.normalised = normalised;
      this.lowestLayer = lowestLayer;
    }

    private EncoderConfig config() {
      // One layer above the cut is enough: nothing is computed there.
      ContextConfig context =
          new ContextConfig(768, lowestLayer + 1, 12, 3072, 128, 16, false, 1e-5, 0.1);
      return this == MINI_FEATURES
          ? new LogMelConfig(80, 4, MelNorm.BAND, context)
          : new Wav2Vec2Config(
              new Convolutions(
                  List.of(512, 512, 512, 512, 512, 512, 512),
                  List.of(10, 3, 3, 3, 3, 2, 2),
                  List.of(5, 2, 2, 2, 2, 2, 2),
                  norm == Convolutions.Norm.LAYER,
                  norm),
              normalised,
              context);
    }

    private AdaptationConfig adaptation() {
      return new AdaptationConfig(
          Kind.PEFT, 8, 16, List.of("q", "v"), 64, Gate.BRANCH_SCALAR, false, lowestLayer, "last");
    }
  }

  private static List<Path> clips() throws IOException {
    Path corpora =
        Optional.ofNullable(System.getenv("EMOGLOT_CORPORA"))
            .map(Path::of)
            .orElseGet(
                () ->
                    Path.of(System.getProperty("emoglot.home", "..")).resolve("../shared/corpora"));
    Path emodb = corpora.resolve("EMODB/wav");
    assumeTrue(
        Files.isDirectory(emodb),
        "No EMO-DB in " + corpora + ": set EMOGLOT_CORPORA to the folder of its folder.");
    try (Stream<Path> files = Files.list(emodb)) {
      return files.filter(file -> file.toString().endsWith(".wav")).sorted().toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void crop_ofCachedFeatures_differsFromFeaturesOfTheCrop(Layout layout) throws IOException {
    AudioSource audio = new AudioReader(AudioOptions.defaults());
    List<Double> whole = new ArrayList<>();
    List<Double> edges = new ArrayList<>();
    List<Double> interior = new ArrayList<>();
    List<Double> pooled = new ArrayList<>();
    List<Double> normed = new ArrayList<>();
    try (LoadedEncoder weights = LoadedEncoder.seeded(layout.config(), 1);
        Parameters added = Parameters.seeded(1)) {
      AdaptedEncoder encoder =
          new AdaptedEncoder(weights.encoder(), weights.parameters(), layout.adaptation(), added);
      int channels = encoder.preparedChannels();
      int hop = (int) Math.round(SECOND / encoder.preparedFramesPerSecond());
      for (Path file : clips()) {
        Waveform clip = audio.read(file);
        if (clip.seconds() < CROP_SECONDS + 0.5 || whole.size() == CLIPS) {
          continue;
        }
        int start = (clip.samples().length - CROP_SECONDS * SECOND) / 2 / hop * hop;
        float[] cropped =
            encoder.prepare(
                new Waveform(
                    Arrays.copyOfRange(clip.samples(), start, start + CROP_SECONDS * SECOND),
                    SECOND));
        int frames = cropped.length / channels;
        float[] cached =
            PreparedClip.of(encoder.prepare(clip), channels)
                .copy(start / hop, start / hop + frames);
        int edge = Math.min(frames / 4, 5) * channels;
        whole.add(difference(cached, cropped, 0, cropped.length));
        edges.add(difference(cached, cropped, 0, edge));
        interior.add(difference(cached, cropped, edge, cropped.length - edge));
        normed.add(
            difference(
                layerNorm(cached, channels), layerNorm(cropped, channels), 0, cropped.length));
        pooled.add(difference(mean(cached, channels), mean(cropped, channels), 0, channels));
      }
    }
    String figures =
        String.format(
            Locale.ROOT,
            "%s, %d clips of EMO-DB, %d s out of each: relative difference %s; of the first 5"
                + " frames %s, of the frames without 5 at each end %s; of the mean over time %s;"
                + " behind a layer norm %s",
            layout,
            whole.size(),
            CROP_SECONDS,
            summary(whole),
            summary(edges),
            summary(interior),
            summary(pooled),
            summary(normed));
    Figures.write("feature-crop-" + layout, figures);
    assertThat(whole).as(figures).hasSize(CLIPS);
    double worst = whole.stream().mapToDouble(d -> d).max().orElseThrow();
    if (layout == Layout.LARGE_FEATURES_UNNORMALISED) {
      assertThat(worst).as("each frame follows from its own samples: " + figures).isLessThan(1e-5);
    } else {
      assertThat(worst).as(figures).isBetween(1e-5, 1.0);
    }
  }

  @Test
  @Tag("slow")
  void prepare_withAWarmStore_savesTheEncoder() throws IOException {
    List<Utterance> utterances = new ArrayList<>();
    for (Path file : clips().subList(0, TIMED_CLIPS)) {
      String name = String.valueOf(file.getFileName());
      utterances.add(
          new Utterance(
              "emodb/" + name,
              "emodb",
              new Language("de"),
              name.substring(0, 2),
              "neutral",
              Split.TRAIN,
              file,
              1));
    }
    AudioSource audio = new AudioReader(AudioOptions.defaults());
    double seconds = 0;
    for (Utterance utterance : utterances) {
      seconds += audio.read(utterance.path()).seconds();
    }
    StringBuilder figures =
        new StringBuilder(
            String.format(
                Locale.ROOT, "%d clips of EMO-DB, %.0f s of speech", TIMED_CLIPS, seconds));
    for (Layout layout : List.of(Layout.BASE_FEATURES, Layout.BASE_LAYER_2, Layout.MINI_FEATURES)) {
      for (FeatureType type : FeatureType.values()) {
        Path store = folder.resolve(layout + "-" + type);
        time(layout, utterances.subList(0, 4), FeatureCache.NONE, type); // warms up
        double computed = time(layout, utterances, FeatureCache.NONE, type);
        double kept = time(layout, utterances, open(store), type);
        double warm = time(layout, utterances, open(store), type);
        FeatureStore.Usage usage = FeatureStore.usage(store);
        assertThat(usage.clips()).isEqualTo(TIMED_CLIPS);
        figures.append(
            String.format(
                Locale.ROOT,
                "%n%s %s: computed in %.2f s, computed and kept in %.2f s, found in %.2f s (each"
                    + " with reading and hashing the clips); %.0f MB per hour of speech",
                layout,
                type.id(),
                computed,
                kept,
                warm,
                usage.bytes() / seconds * 3600 / 1e6));
        if (layout != Layout.MINI_FEATURES) {
          assertThat(warm).as(figures.toString()).isLessThan(computed / 2);
        }
      }
    }
    Figures.write("feature-store-time", figures);
  }

  private FeatureStore open(Path store) {
    return FeatureStore.open(
        new FeatureStoreOptions(store, 1L << 32),
        warning -> {
          throw new IllegalStateException(warning);
        });
  }

  /** Seconds. */
  private static double time(
      Layout layout, List<Utterance> utterances, FeatureCache cache, FeatureType type) {
    try (LoadedEncoder weights = LoadedEncoder.seeded(layout.config(), 1);
        Parameters added = Parameters.seeded(1)) {
      AdaptedEncoder encoder =
          new AdaptedEncoder(weights.encoder(), weights.parameters(), layout.adaptation(), added);
      long start = System.nanoTime();
      ClipStore clips =
          new ClipStore(
              encoder, Views.RECORDING, new AudioReader(AudioOptions.defaults()), cache, type);
      clips.prepare("", utterances, ExperimentListener.SILENT);
      return (System.nanoTime() - start) / 1e9;
    }
  }

  /** |a - b| / |b| over a range. */
  private static double difference(float[] a, float[] b, int from, int to) {
    double difference = 0;
    double norm = 0;
    for (int i = from; i < to; i++) {
      difference += Math.pow(a[i] - b[i], 2);
      norm += Math.pow(b[i], 2);
    }
    return Math.sqrt(difference / norm);
  }

  /** Each frame with mean 0 and variance 1, as the projection of wav2vec 2.0 first makes it. */
  private static float[] layerNorm(float[] values, int channels) {
    float[] normed = new float[values.length];
    for (int frame = 0; frame < values.length; frame += channels) {
      double sum = 0;
      double squares = 0;
      for (int i = frame; i < frame + channels; i++) {
        sum += values[i];
        squares += (double) values[i] * values[i];
      }
      double mean = sum / channels;
      double deviation = Math.sqrt(squares / channels - mean * mean + 1e-5);
      for (int i = frame; i < frame + channels; i++) {
        normed[i] = (float) ((values[i] - mean) / deviation);
      }
    }
    return normed;
  }

  private static float[] mean(float[] values, int channels) {
    float[] mean = new float[channels];
    for (int i = 0; i < values.length; i++) {
      mean[i % channels] += values[i] * channels / values.length;
    }
    return mean;
  }

  private static String summary(List<Double> values) {
    return String.format(
        Locale.ROOT,
        "%.2g on average, %.2g at most",
        values.stream().mapToDouble(d -> d).average().orElseThrow(),
        values.stream().mapToDouble(d -> d).max().orElseThrow());
  }
}
