package org.emoglot.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.AudioSource;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.feature.FeatureCache;
import org.emoglot.io.Sha256;
import org.emoglot.protocol.Task;
import org.emoglot.protocol.TrainingSystem;

/**
 * A whole experiment in a fraction of a second: twelve steps on {@link ToneCorpus}, with every kind
 * of randomness switched on. Each {@code with} changes one thing.
 */
record TinyRun(
    Path out,
    String task,
    TrainingSystem system,
    Manifest manifest,
    String backbone,
    Kind kind,
    Map<String, String> changes,
    long seed,
    Set<String> allowHeard) {

  static final int STEPS = 12;
  static final int VALIDATE_EVERY = 4;

  private static final Map<String, String> TINY =
      Map.ofEntries(
          Map.entry("mini.melBins", "16"),
          Map.entry("mini.stride", "2"),
          Map.entry("mini.width", "16"),
          Map.entry("mini.layers", "1"),
          Map.entry("mini.heads", "2"),
          Map.entry("mini.feedForwardWidth", "32"),
          Map.entry("mini.positionalKernel", "5"),
          Map.entry("mini.positionalGroups", "4"),
          Map.entry("batches.utterances", "1"),
          Map.entry("training.steps", String.valueOf(STEPS)),
          Map.entry("training.warmupSteps", "3"),
          Map.entry("training.validateEvery", String.valueOf(VALIDATE_EVERY)),
          Map.entry("training.timeMasks", "1"),
          Map.entry("training.bandMasks", "1"),
          Map.entry("training.speedRange", "0.1"));

  /** The whole method on German, trained in full. */
  static TinyRun in(Path out) {
    return new TinyRun(
        out,
        "all-DE",
        TrainingSystem.PROPOSED,
        ToneCorpus.manifest(Path.of("/no/such/folder")),
        BuiltIn.MINI.id(),
        Kind.FULL,
        Map.of(),
        1,
        Set.of());
  }

  TinyRun withSeed(long other) {
    return new TinyRun(out, task, system, manifest, backbone, kind, changes, other, allowHeard);
  }

  TinyRun withTask(String other, TrainingSystem otherSystem) {
    return new TinyRun(
        out, other, otherSystem, manifest, backbone, kind, changes, seed, allowHeard);
  }

  TinyRun withManifest(Manifest other) {
    return new TinyRun(out, task, system, other, backbone, kind, changes, seed, allowHeard);
  }

  TinyRun withBackbone(Path folder, Kind otherKind) {
    return new TinyRun(
        out, task, system, manifest, folder.toString(), otherKind, changes, seed, allowHeard);
  }

  TinyRun with(String key, Object value) {
    Map<String, String> more = new LinkedHashMap<>(changes);
    more.put(key, String.valueOf(value));
    return new TinyRun(out, task, system, manifest, backbone, kind, more, seed, allowHeard);
  }

  TinyRun allowing(String corpus) {
    return new TinyRun(out, task, system, manifest, backbone, kind, changes, seed, Set.of(corpus));
  }

  ExperimentRequest request() {
    Map<String, String> values = new LinkedHashMap<>(TINY);
    values.putAll(changes);
    return new ExperimentRequest(
        Task.parse(task),
        system,
        LabelSet.FOUR,
        manifest,
        Map.of("tones.csv", manifest.fingerprint()),
        backbone,
        Settings.with(kind, values),
        seed,
        out,
        allowHeard);
  }

  RunRecord run() {
    return run(ExperimentListener.SILENT);
  }

  RunRecord run(ExperimentListener listener) {
    return run(ToneCorpus.audio(), listener);
  }

  RunRecord run(AudioSource audio, ExperimentListener listener) {
    return Experiment.run(request(), audio, listener);
  }

  RunRecord run(FeatureCache features, AudioSource audio, ExperimentListener listener) {
    return Experiment.run(request(), audio, features, listener);
  }

  /** The bytes that decide whether two runs are the same: SHA-256 by file, and what they found. */
  static Outcome outcome(Path out) {
    return new Outcome(
        digest(out.resolve("model/model.safetensors")),
        digest(out.resolve("model/config.json")),
        digest(out.resolve("predictions.csv")));
  }

  /** SHA-256 of what a run leaves behind. */
  record Outcome(String weights, String config, String predictions) {}

  private static String digest(Path file) {
    if (!Files.exists(file)) {
      throw new UncheckedIOException(new IOException("The run left no " + file));
    }
    return Sha256.of(file);
  }
}
