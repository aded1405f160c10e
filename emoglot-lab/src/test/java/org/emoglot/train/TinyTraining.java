package org.emoglot.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.context.ContextConfig;
import org.emoglot.encoder.logmel.LogMelConfig;
import org.emoglot.encoder.logmel.MelNorm;
import org.emoglot.experiment.Settings;
import org.emoglot.feature.PreparedClip;
import org.emoglot.loss.Objective;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.sampling.HierarchicalOptions;
import org.emoglot.sampling.HierarchicalSampler;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;

/** A network of 16 channels and one layer, and two languages of made-up frames to train it on. */
record TinyTraining(EmotionNetwork network, Settings settings, long seed, List<Objective> opened)
    implements AutoCloseable {

  static final LabelSet LABELS = new LabelSet(List.of("low", "high"));
  static final int CHANNELS = 8;

  private static final EncoderConfig LAYOUT =
      new LogMelConfig(
          CHANNELS, 1, MelNorm.BAND, new ContextConfig(16, 1, 2, 32, 5, 4, true, 1e-5, 0.1));

  private static final Map<String, String> SHORT =
      Map.of(
          "training.steps", "12",
          "training.validateEvery", "3",
          "training.warmupSteps", "2",
          "training.learningRate", "0.001");

  /** Everything drawn from one seed; keys and values change the settings of training. */
  static TinyTraining make(long seed, String... keysAndValues) {
    return make(Kind.FULL, seed, keysAndValues);
  }

  /** With the parameters trained that an adaptation trains. */
  static TinyTraining make(Kind kind, long seed, String... keysAndValues) {
    Map<String, String> values = new LinkedHashMap<>(SHORT);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    Settings settings = Settings.with(kind, values);
    return new TinyTraining(
        EmotionNetwork.fresh(
            LABELS, settings.adaptation(), LoadedEncoder.seeded(LAYOUT, seed), seed),
        settings,
        seed,
        new ArrayList<>());
  }

  static TrainingSet data() {
    return new TrainingSet(LABELS, utterances(Split.TRAIN, 4), utterances(Split.VALIDATION, 5));
  }

  private static List<Utterance> utterances(Split split, int perLabel) {
    List<Utterance> utterances = new ArrayList<>();
    for (String language : List.of("de", "en")) {
      for (String label : LABELS.names()) {
        for (int i = 0; i < perLabel; i++) {
          String id = "made-up-%s/%s-%s-%d".formatted(language, split.id(), label, i);
          utterances.add(
              new Utterance(
                  id,
                  "made-up-" + language,
                  new Language(language),
                  "s" + i % 2,
                  label,
                  split,
                  Path.of("/no/such/folder", id),
                  1));
        }
      }
    }
    return utterances;
  }

  /** Noise of 10 to 20 frames about a mean that tells the label. */
  static PreparedClip clip(Utterance utterance) {
    SeededRandom random = SeededRandom.of(utterance.id().hashCode());
    float[] values = new float[(10 + random.nextInt(11)) * CHANNELS];
    double mean = utterance.label().equals("high") ? 0.5 : -0.5;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean * (i % 2) + 2 * random.nextDouble() - 1);
    }
    return PreparedClip.of(values, CHANNELS);
  }

  TrainingTask task() {
    return task(TinyTraining::clip);
  }

  TrainingTask task(PreparedClips clips) {
    return task(clips, "a training");
  }

  /** Cross-entropy on hierarchical batches of eight. */
  TrainingTask task(PreparedClips clips, String fingerprint) {
    return task(clips, fingerprint, List.of("crossEntropy"));
  }

  /** All three losses. */
  TrainingTask taskWithAllLosses() {
    return task(
        TinyTraining::clip, "all losses", List.of("crossEntropy", "contrastive", "speaker"));
  }

  private TrainingTask task(PreparedClips clips, String fingerprint, List<String> terms) {
    TrainingSet data = data();
    Objective objective = Objective.of(terms, settings.loss(), data.counts(16), seed);
    opened.add(objective);
    return new TrainingTask(
        network,
        objective,
        data,
        clips,
        new HierarchicalSampler(data.training(), new HierarchicalOptions(2, 2, 2), seed),
        settings.training(),
        seed,
        fingerprint);
  }

  /** Values of all parameters by name. */
  Map<String, List<Float>> weights() {
    Map<String, List<Float>> weights = new TreeMap<>();
    network.parameters().forEach((name, tensor) -> weights.put(name, values(tensor)));
    for (Objective objective : opened) {
      objective.parameters().all().forEach((name, tensor) -> weights.put(name, values(tensor)));
    }
    return weights;
  }

  private static List<Float> values(Tensor tensor) {
    List<Float> values = new ArrayList<>();
    try (Scope scope = Scope.open()) {
      for (float value : Ops.floats(tensor)) {
        values.add(value);
      }
    }
    return values;
  }

  @Override
  public void close() {
    network.close();
    opened.forEach(Objective::close);
  }
}
