package org.emoglot.export.transformers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.adapt.Pooling;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.Scorer;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.data.LabelSet;
import org.emoglot.encoder.Hearing;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.export.Randomized;
import org.emoglot.export.TinyModels;
import org.emoglot.network.Backbone;
import org.emoglot.network.CommitteeScorer;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.network.ModelFolder;

/**
 * A model that transformers can answer with, its folder, and what it answers. The folders stay
 * under {@code target} for {@code reference/transformers_answers.py}, which asks transformers.
 *
 * @param name of the folder
 * @param golden folder of the encoder; Whisper is seeded, since it wants windows of whole seconds
 * @param adaptation what was trained
 */
record ExportCase(String name, String golden, AdaptationConfig adaptation) {

  static final Path KEPT = Path.of("target", "transformers");
  static final double TEMPERATURE = 1.3;

  private static final String WHISPER = "whisper";
  private static final int SHORTEST = 400; // samples that transformers makes a frame of

  /** Of every encoder that transformers classifies with, and every way to reach a state. */
  static Stream<ExportCase> all() {
    return Stream.of(
        new ExportCase("base-full", "wav2vec2-base-tiny", full("last")),
        new ExportCase("base-2", "wav2vec2-base-tiny", frozen("2")),
        new ExportCase("base-0", "wav2vec2-base-tiny", frozen("0")),
        new ExportCase(
            "base-lora-mix", "wav2vec2-base-tiny", lora("mix", Gate.BRANCH_SCALAR, "q", "v")),
        new ExportCase("large-2", "wav2vec2-large-tiny", frozen("2")),
        new ExportCase("large-lora", "wav2vec2-large-tiny", lora("last", Gate.NONE, "k", "output")),
        new ExportCase("hubert-full", "hubert-variant-tiny", full("last")),
        new ExportCase(
            "hubert-lora-2", "hubert-variant-tiny", lora("2", Gate.NONE, "feed-forward")),
        new ExportCase("wavlm-mix", "wavlm-base-tiny", lora("mix", Gate.NONE, "q")),
        new ExportCase("wavlm-large-2", "wavlm-large-tiny", frozen("2")),
        new ExportCase("unispeech-sat", "unispeech-sat-base-tiny", full("mix")),
        new ExportCase("data2vec-2", "data2vec-tiny", frozen("2")),
        new ExportCase("w2v-bert-1", "w2v-bert-tiny", frozen("1")),
        new ExportCase("unispeech-large", "unispeech-tiny", frozen("1")),
        new ExportCase("w2v-bert-relative", "w2v-bert-relative-tiny", full("last")),
        new ExportCase("whisper-2", WHISPER, frozen("2")),
        new ExportCase("whisper-lora", WHISPER, lora("last", Gate.NONE, "q", "v")));
  }

  /** Of those, the ones that PEFT can answer with. */
  static Stream<ExportCase> lowRank() {
    return all()
        .filter(one -> one.adaptation.kind() == Kind.PEFT && !one.golden.startsWith("wavlm"))
        .filter(one -> !one.golden.equals(WHISPER)); // which no folder holds here
  }

  static AdaptationConfig frozen(String layer) {
    return TinyModels.frozen(layer, Pooling.MEAN, false);
  }

  private static AdaptationConfig full(String layer) {
    return new AdaptationConfig(
        Kind.FULL, 0, 1, List.of(), 0, Gate.NONE, false, 0, layer, Pooling.MEAN, false);
  }

  static AdaptationConfig lora(String layer, Gate gate, String... targets) {
    return new AdaptationConfig(
        Kind.PEFT, 4, 8, List.of(targets), 0, gate, false, 1, layer, Pooling.MEAN, false);
  }

  /** Saves the model. */
  Path save(Path folder) {
    Backbone backbone = backbone();
    try (EmotionNetwork network =
        EmotionNetwork.fresh(LabelSet.FOUR, adaptation, backbone.weights(), 3)) {
      network.setConfidence(new Confidence(TEMPERATURE, 0.4));
      Randomized.trainable(network, new SplittableRandom(5));
      ModelFolder.save(
          network,
          new ModelFolder.Description(
              backbone.origin(), backbone.heard(), List.of(), "# A card\n", Map.of()),
          folder);
    }
    return folder;
  }

  /** The folder of the encoder. */
  Path encoder() {
    return TinyEncoders.goldenFolder(golden);
  }

  private Backbone backbone() {
    if (!golden.equals(WHISPER)) {
      return Backbone.open(encoder());
    }
    LoadedEncoder encoder = LoadedEncoder.seeded(TinyModels.whisper(Hearing.PADDED), 1);
    TinyEncoders.randomize(encoder.parameters(), 2);
    return new Backbone(
        Backbone.fresh("whisper", TinyEncoders.logMelConfig(true), 1).origin(),
        encoder,
        org.emoglot.protocol.HeardDeclaration.NOTHING);
  }

  /** Logits of a saved model, as its temperature leaves them. */
  static List<float[]> logits(Path model, List<Waveform> clips) {
    try (CommitteeScorer scorer = CommitteeScorer.load(model, ScorerOptions.DEFAULT)) {
      return scorer.score(clips).stream().map(result -> tempered(result, scorer)).toList();
    }
  }

  private static float[] tempered(Scorer.Result result, Scorer scorer) {
    float[] logits = result.logits().clone();
    for (int i = 0; i < logits.length; i++) {
      logits[i] /= (float) scorer.confidence().temperature();
    }
    return logits;
  }

  /** Keeps clips and logits beside an exported folder. */
  static void keep(Path folder, List<Waveform> clips, List<float[]> logits) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    for (int i = 0; i < clips.size(); i++) {
      float[] samples = clips.get(i).samples();
      if (samples.length >= SHORTEST) {
        tensors.put("clip" + i, TensorData.floats(samples, samples.length));
        tensors.put("logits" + i, TensorData.floats(logits.get(i), logits.get(i).length));
      }
    }
    SafetensorsWriter.write(folder.resolve("expected.safetensors"), tensors, Map.of());
  }

  /** A place under {@code target}, with nothing there. */
  Path free(String kind) {
    Path folder = KEPT.resolve(kind).resolve(name);
    try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.of()) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
