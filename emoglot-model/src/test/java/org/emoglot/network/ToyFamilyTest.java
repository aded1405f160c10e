package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.data.LabelSet;
import org.emoglot.embedding.Embedding;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.embedding.EmbeddingOptions;
import org.emoglot.embedding.Level;
import org.emoglot.encoder.EncoderFamily;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.encoder.toy.ToyConfig;
import org.emoglot.io.Json;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An encoder of a new family goes through everything above, which does not know it. */
@ExtendWith(OneThread.class)
class ToyFamilyTest {

  private static final ToyConfig CONFIG = new ToyConfig(12, 2);

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void writeFolder() {
    folder = temporary.resolve("toy");
    try (Scope scope = Scope.open();
        LoadedEncoder toy = LoadedEncoder.seeded(CONFIG, 1)) {
      TinyEncoders.randomize(toy.parameters(), 2);
      toy.save(folder.resolve(EncoderFolder.WEIGHTS_FILE));
    }
    Json.write(folder.resolve(EncoderFolder.CONFIG_FILE), CONFIG.toJson());
    Json.write(folder.resolve(EncoderFolder.PREPROCESSOR_FILE), CONFIG.preprocessorJson());
  }

  @Test
  void parse_itsModelType_isReadByItsFamily() {
    JsonNode json = Json.mapper().valueToTree(CONFIG.toJson());
    assertThat(EncoderFamily.parse(json, Json.mapper().createObjectNode(), "memory"))
        .isEqualTo(CONFIG);
    assertThat(EncoderFamily.allModelTypes())
        .containsExactlyInAnyOrder(
            "wav2vec2",
            "hubert",
            "wavlm",
            "whisper",
            "unispeech",
            "unispeech-sat",
            "emoglot-logmel",
            "emoglot-statistics",
            "data2vec-audio",
            "wav2vec2-conformer",
            "wav2vec2-bert",
            "emotion2vec",
            "toy");
  }

  @Test
  void states_ofABatch_equalEachClipAloneAndHaveHalfAsManyFramesAsFeatures() {
    try (Scope scope = Scope.open();
        LoadedEncoder toy = Backbone.open(folder).weights()) {
      Frames features = toy.encoder().encodeFeatures(Frames.pack(TinyEncoders.clips(), 1));
      List<Frames> together = toy.encoder().hiddenStates(features, false);
      assertThat(together).hasSize(CONFIG.layers() + 1);
      for (int clip = 0; clip < TinyEncoders.CLIPS; clip++) {
        Frames alone = Frames.pack(List.of(features.sequences().get(clip)));
        List<Frames> states = toy.encoder().hiddenStates(alone, false);
        for (int layer = 0; layer < states.size(); layer++) {
          assertThat(states.get(layer).lengths()[0]).isEqualTo(features.lengths()[clip] / 2);
          Tensor batched = together.get(layer).sequences().get(clip);
          assertThat(Difference.max(Ops.floats(states.get(layer).values()), Ops.floats(batched)))
              .isLessThan(1e-5);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void load_savedModelOfEveryKind_givesTheSameAnswers(Kind kind) {
    Path model = temporary.resolve("model");
    List<float[]> before = SavedModels.save(folder, kind, model);
    try (EmotionNetwork loaded = ModelFolder.load(model)) {
      for (int clip = 0; clip < TinyEncoders.CLIPS; clip++) {
        assertThat(SavedModels.logits(loaded).get(clip)).containsExactly(before.get(clip));
      }
    }
    try (EmotionClassifier classifier = EmotionClassifier.load(model)) {
      Waveform clip = new Waveform(TinyEncoders.clips().get(0), Waveform.MODEL_SAMPLE_RATE);
      assertThat(classifier.predict(clip).score("happy")).isBetween(0.0, 1.0);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void embed_whereverItIsCut_isTheSameAndHasGradientsAboveAlone(Kind kind) {
    try (Scope scope = Scope.open();
        EmotionNetwork whole = network(kind, 0, List.of("q", "k", "v", "output", "feed-forward"));
        EmotionNetwork upper = network(kind, 1, List.of("q", "k", "v", "output", "feed-forward"))) {
      assertThat(whole.encoder().cut()).isEqualTo("features");
      assertThat(upper.encoder().cut()).isEqualTo("layer-1");
      assertThat(Difference.max(Ops.floats(embed(whole)), Ops.floats(embed(upper))))
          .isLessThan(1e-5);
      embed(upper).square().sum(new ScalarTypeOptional()).backward();
      Map<String, Tensor> trainable = upper.trainable();
      assertThat(trainable.keySet()).noneMatch(name -> name.contains("layers.0."));
      String changed =
          kind == Kind.PEFT
              ? "adapter.layers.1.fc2.lora_B.weight"
              : "wav2vec2.layers.1.self_attn.k_proj.weight";
      float[] gradient = Ops.floats(trainable.get(changed).grad());
      assertThat(gradient).isNotEqualTo(new float[gradient.length]);
    }
  }

  @Test
  void adapt_targetThatItHasNot_isRefused() {
    assertThatThrownBy(() -> network(Kind.PEFT, 0, List.of("q", "gate")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected loraTargets among [q, k, v, output, feed-forward], found [q, gate].");
  }

  @Test
  void extract_framesOfAnyLayer_areItsHiddenStates() {
    Waveform clip = new Waveform(TinyEncoders.clips().get(1), Waveform.MODEL_SAMPLE_RATE);
    for (String layer : List.of("0", "1", "2", "mix")) {
      EmbeddingOptions options = new EmbeddingOptions(Level.FRAME, layer);
      try (EmbeddingExtractor extractor = EmbeddingExtractor.open(folder, options)) {
        Embedding embedding = extractor.extract(List.of(clip)).get(0);
        assertThat(embedding.width()).isEqualTo(CONFIG.width());
        assertThat(embedding.frames()).isEqualTo(clip.samples().length / 320);
        assertThat(embedding.values()).doesNotContain(Float.NaN);
      }
    }
  }

  private EmotionNetwork network(Kind kind, int lowestLayer, List<String> targets) {
    AdaptationConfig adaptation =
        new AdaptationConfig(
            kind, 2, 4, targets, 3, Gate.BRANCH_SCALAR, false, lowestLayer, "last");
    return EmotionNetwork.fresh(LabelSet.FOUR, adaptation, LoadedEncoder.load(folder), 3);
  }

  private static Tensor embed(EmotionNetwork network) {
    List<float[]> prepared =
        TinyEncoders.clips().stream()
            .map(clip -> new Waveform(clip, Waveform.MODEL_SAMPLE_RATE))
            .map(network.encoder()::prepare)
            .toList();
    return network.embed(Frames.pack(prepared, network.encoder().preparedChannels()), false);
  }
}
