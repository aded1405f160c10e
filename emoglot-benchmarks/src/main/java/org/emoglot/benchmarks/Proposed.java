package org.emoglot.benchmarks;

import java.util.List;
import java.util.Map;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Utterance;
import org.emoglot.experiment.Settings;
import org.emoglot.loss.Objective;
import org.emoglot.network.Backbone;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.train.TrainingSet;

/**
 * The system {@code proposed} as a run would begin it, with the default settings: network, loss and
 * first weights, which follow from one seed.
 */
record Proposed(
    Backbone backbone,
    Settings settings,
    EmotionNetwork network,
    Objective objective,
    TrainingSet data)
    implements AutoCloseable {

  private static final long SEED = 1;

  /** A training that nobody waits for: every step is asked for, and validation is not timed. */
  private static final Map<String, String> ENDLESS =
      Map.of(
          "training.steps", "1000000",
          "training.validateEvery", "1000000",
          // The peers draw other random numbers; without any, first losses can be compared.
          "loss.speakerDropout", "0.0");

  static Proposed open(BenchmarkFolder folder, Kind kind) {
    Settings settings = Settings.with(kind, ENDLESS);
    List<Utterance> utterances = folder.training();
    TrainingSet data = new TrainingSet(LabelSet.FOUR, utterances, utterances);
    Backbone backbone = Backbone.open(folder.model());
    EmotionNetwork network =
        EmotionNetwork.fresh(LabelSet.FOUR, settings.adaptation(), backbone.weights(), SEED);
    Objective objective =
        Objective.of(
            TrainingSystem.PROPOSED.terms(),
            settings.loss(),
            data.counts(network.encoder().width()),
            SEED);
    return new Proposed(backbone, settings, network, objective, data);
  }

  long seed() {
    return SEED;
  }

  @Override
  public void close() {
    network.close();
    objective.close();
  }
}
