package org.emoglot.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.feature.PreparedClip;
import org.emoglot.protocol.HeardCorpus;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;

/** Networks on the tiny golden encoder, as they would be after training, and what they answer. */
public final class SavedModels {

  static final String CARD = "# A model card\n";
  static final List<HeardCorpus> TRAINED_ON =
      List.of(new HeardCorpus("tones-en", new Language("en"), true));

  private SavedModels() {}

  /** A Hugging Face folder with the golden encoder. */
  public static Path backbone(Path folder) {
    Path golden = TinyEncoders.goldenFolder("wav2vec2-base-tiny");
    try {
      Files.createDirectories(folder);
      for (String name : List.of("config.json", "preprocessor_config.json", "model.safetensors")) {
        Files.copy(golden.resolve(name), folder.resolve(name));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static AdaptationConfig adaptation(Kind kind) {
    return new AdaptationConfig(
        kind, 4, 8, List.of("q", "v"), 6, Gate.BRANCH_SCALAR, false, 0, "mix");
  }

  /** A network none of whose trained parameters is where it started. */
  static EmotionNetwork trained(Backbone backbone, Kind kind) {
    EmotionNetwork network =
        EmotionNetwork.fresh(LabelSet.FOUR, adaptation(kind), backbone.weights(), 3);
    SplittableRandom random = new SplittableRandom(4);
    for (Tensor tensor : network.trainable().values()) {
      try (Scope scope = Scope.open()) {
        float[] values = Ops.floats(tensor);
        for (int i = 0; i < values.length; i++) {
          values[i] += (float) (0.05 * random.nextGaussian());
        }
        Ops.assign(tensor, values);
      }
    }
    return network;
  }

  /** Saves and closes such a network; its logits on the golden clips. */
  public static List<float[]> save(Path backboneFolder, Kind kind, Path folder) {
    Backbone backbone = Backbone.open(backboneFolder);
    try (EmotionNetwork network = trained(backbone, kind)) {
      save(network, backbone, folder);
      return logits(network);
    }
  }

  static void save(EmotionNetwork network, Backbone backbone, Path folder) {
    ModelFolder.save(
        network,
        new ModelFolder.Description(
            backbone.origin(), backbone.heard(), TRAINED_ON, CARD, Map.of("seed", 3)),
        folder);
  }

  /** Logits of the golden clips, one array each. */
  static List<float[]> logits(EmotionNetwork network) {
    List<PreparedClip> prepared = new ArrayList<>();
    for (float[] clip : TinyEncoders.clips()) {
      prepared.add(prepared(network, new Waveform(clip, Waveform.MODEL_SAMPLE_RATE)));
    }
    return new BatchedInference(network)
        .answer(prepared).stream().map(BatchedInference.Answer::logits).toList();
  }

  /** What a network's encoder makes of a clip before anything that is trained. */
  static PreparedClip prepared(EmotionNetwork network, Waveform clip) {
    return PreparedClip.of(network.encoder().prepare(clip), network.encoder().preparedChannels());
  }

  /** Names of all files and folders directly in a folder, sorted. */
  static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
