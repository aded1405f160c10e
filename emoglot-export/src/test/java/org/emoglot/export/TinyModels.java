package org.emoglot.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.adapt.Pooling;
import org.emoglot.audio.Views;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.Confidence;
import org.emoglot.data.LabelSet;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.Hearing;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.encoder.whisper.WhisperConfig;
import org.emoglot.network.BackboneOrigin;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.network.ModelFolder;
import org.emoglot.protocol.HeardDeclaration;

/** Saved models with a tiny encoder, none of whose parameters is where it started; and clips. */
public final class TinyModels {

  static final int LAYERS = 3;

  private TinyModels() {}

  /** Whisper of 30 s. */
  public static WhisperConfig whisper(Hearing hearing) {
    return new WhisperConfig(80, 32, LAYERS, 4, 64, 1500, 0, hearing);
  }

  /** A frozen encoder, with a pooling. */
  public static AdaptationConfig frozen(String layer, Pooling pooling, boolean standardize) {
    return new AdaptationConfig(
        Kind.NONE, 0, 1, List.of(), 0, Gate.NONE, false, 0, layer, pooling, standardize);
  }

  /** An encoder with everything that can be put into it, above the first layer. */
  public static AdaptationConfig everything(Gate gate) {
    return new AdaptationConfig(
        Kind.PEFT,
        4,
        8,
        List.of("q", "k", "v", "output", "feed-forward"),
        6,
        gate,
        false,
        1,
        "2..3",
        Pooling.MEAN,
        false);
  }

  /** Saves a model that holds its encoder. */
  public static Path save(
      EncoderConfig encoder, AdaptationConfig adaptation, Views views, long seed, Path folder) {
    LoadedEncoder loaded = LoadedEncoder.seeded(encoder, seed);
    TinyEncoders.randomize(loaded.parameters(), seed + 1);
    try (EmotionNetwork network =
        EmotionNetwork.fresh(LabelSet.FOUR, adaptation, loaded, seed + 2)) {
      network.setViews(views);
      network.setConfidence(new Confidence(1.3, 0.4));
      network.encoder().standardizeBy(rows(network.encoder().width()), new double[] {0.5, 0.5});
      SplittableRandom random = new SplittableRandom(seed + 3);
      Randomized.trainable(network, random);
      ModelFolder.save(
          network,
          new ModelFolder.Description(
              new BackboneOrigin("tiny", "", ""),
              HeardDeclaration.NOTHING,
              List.of(),
              "# A card\n",
              Map.of()),
          folder);
    }
    return folder;
  }

  private static List<float[]> rows(int width) {
    float[] first = new float[width];
    float[] second = new float[width];
    for (int i = 0; i < width; i++) {
      first[i] = 0.1f * (i % 7);
      second[i] = first[i] + 0.5f + 0.1f * (i % 5);
    }
    return List.of(first, second);
  }

  /** Clips of several lengths; the last is shorter than any frame. */
  public static List<Waveform> clips() {
    List<Waveform> clips = new ArrayList<>();
    for (float[] samples : TinyEncoders.clips()) {
      clips.add(new Waveform(samples, Waveform.MODEL_SAMPLE_RATE));
    }
    clips.add(speech(21_337, 5));
    clips.add(speech(150, 6));
    return clips;
  }

  /** Syllables of noise and a tone, with quiet before and behind them. */
  public static Waveform speech(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] samples = new float[length];
    for (int i = 0; i < length; i++) {
      double place = (double) i / length;
      double loudness =
          place < 0.2 || place > 0.85 ? 1e-4 : 0.2 * Math.abs(Math.sin(i / 2000.0 + seed));
      samples[i] =
          (float) (loudness * (random.nextGaussian() * 0.3 + Math.sin(i * 0.07 * (1 + place))));
    }
    return new Waveform(samples, Waveform.MODEL_SAMPLE_RATE);
  }
}
