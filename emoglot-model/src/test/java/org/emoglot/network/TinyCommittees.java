package org.emoglot.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.protocol.HeardCorpus;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.sampling.SeededRandom;

/** Tiny saved models that differ in their seed, and what is said to them. */
final class TinyCommittees {

  static final List<HeardCorpus> HEARD =
      List.of(new HeardCorpus("tones-en", new Language("en"), true));

  private TinyCommittees() {}

  /** A log-mel network whose every parameter follows from the seed. */
  static EmotionNetwork network(LabelSet labels, long seed) {
    Backbone backbone = Backbone.fresh("tiny", TinyEncoders.logMelConfig(true), seed);
    TinyEncoders.randomize(backbone.weights().parameters(), seed);
    return EmotionNetwork.fresh(
        labels, SavedModels.adaptation(Kind.FULL), backbone.weights(), seed);
  }

  static Path save(long seed, Path folder) {
    return save(LabelSet.FOUR, seed, HEARD, folder);
  }

  static Path save(LabelSet labels, long seed, List<HeardCorpus> heard, Path folder) {
    try (EmotionNetwork network = network(labels, seed)) {
      ModelFolder.save(
          network,
          new ModelFolder.Description(
              BackboneOrigin.drawn("tiny"),
              HeardDeclaration.NOTHING,
              heard,
              SavedModels.CARD,
              Map.of("seed", seed)),
          folder);
    }
    return folder;
  }

  /** Noise of a few tenths of a second. */
  static Waveform clip(long seed) {
    SeededRandom random = SeededRandom.of(seed);
    float[] samples = new float[4_000 + 700 * (int) seed];
    for (int i = 0; i < samples.length; i++) {
      samples[i] =
          (float) (0.1 * (1 + Math.sin(i * (seed + 1) / 500.0)) * (2 * random.nextDouble() - 1));
    }
    return new Waveform(samples, Waveform.MODEL_SAMPLE_RATE);
  }
}
