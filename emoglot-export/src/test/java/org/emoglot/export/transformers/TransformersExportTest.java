package org.emoglot.export.transformers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.Pooling;
import org.emoglot.audio.Views;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.checkpoint.Storage;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.data.LabelSet;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.Hearing;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.export.TinyModels;
import org.emoglot.io.Json;
import org.emoglot.network.CommitteeFolder;
import org.emoglot.network.CommitteeScorer;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.network.Members;
import org.emoglot.network.ModelPacking;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.unlabelled.SourceLogits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folders for transformers, read back by our own readers. What transformers makes of the same
 * folders, {@code reference/transformers_answers.py} checks.
 */
@ExtendWith(OneThread.class)
class TransformersExportTest {

  private static final float CLOSE = 2e-4f;

  @TempDir private Path temporary;

  static Stream<ExportCase> all() {
    return ExportCase.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void write_everyKindOfModel_givesItsLogits(ExportCase one) {
    Path model = one.save(temporary.resolve("model"));
    List<Waveform> clips = TinyModels.clips();
    List<float[]> expected = ExportCase.logits(model, clips);
    Path folder = one.free("whole");
    TransformersExport.Written written =
        TransformersExport.write(model, ScorerOptions.DEFAULT, folder);
    JsonNode config = Json.read(folder.resolve("config.json"));
    assertThat(written.architecture()).isEqualTo(config.at("/architectures/0").asText());
    assertThat(config.at("/id2label/1").asText()).isEqualTo(LabelSet.FOUR.name(1));
    assertSame(expected, readBack(folder, config, clips));
    ExportCase.keep(folder, clips, expected);
  }

  private static void assertSame(List<float[]> expected, List<float[]> found) {
    for (int i = 0; i < expected.size(); i++) {
      for (int k = 0; k < expected.get(i).length; k++) {
        assertThat(found.get(i)[k])
            .as("clip %d, logit %d", i, k)
            .isCloseTo(expected.get(i)[k], org.assertj.core.data.Offset.offset(CLOSE));
      }
    }
  }

  /** As transformers computes: a state or a sum of all, projector, mean, classifier. */
  private static List<float[]> readBack(Path folder, JsonNode config, List<Waveform> clips) {
    boolean sum = config.path("use_weighted_layer_sum").asBoolean();
    LoadedEncoder encoder = LoadedEncoder.load(layout(folder, config), folder, "");
    try (Safetensors file = Safetensors.open(folder.resolve("model.safetensors"));
        EmotionNetwork network =
            EmotionNetwork.fresh(
                LabelSet.FOUR, ExportCase.frozen(sum ? "mix" : "last"), encoder, 1);
        CommitteeScorer scorer = new CommitteeScorer(network)) {
      if (sum) {
        Ops.assign(
            java.util.Objects.requireNonNull(network.parameters().get("adapter.layer_mix.weight")),
            file.floats("layer_weights"));
      }
      int width = encoder.encoder().config().width();
      float[] projector = file.floats("projector.weight");
      float[] classifier = file.floats("classifier.weight");
      float[][] head = new float[LabelSet.FOUR.size()][width];
      for (int k = 0; k < head.length; k++) {
        for (int d = 0; d < width; d++) {
          for (int p = 0; p < width; p++) {
            head[k][d] += classifier[k * width + p] * projector[p * width + d];
          }
        }
      }
      assertThat(file.floats("projector.bias")).containsOnly(0);
      network.setHead(head, file.floats("classifier.bias"));
      return scorer.score(clips).stream().map(result -> result.logits()).toList();
    }
  }

  /** Transformers' classes of Whisper hear padded windows; a folder does not say so. */
  private static EncoderConfig layout(Path folder, JsonNode config) {
    EncoderConfig layout = org.emoglot.encoder.EncoderFolder.read(folder);
    return config.path("model_type").asText().equals("whisper")
        ? layout.with(Hearing.PADDED)
        : layout;
  }

  /** A packed model lacks the layers above the state, and the norm behind them. */
  @Test
  void write_packedModel_fillsWhatNoAnswerDependsOn() {
    Path model =
        new ExportCase("", "wav2vec2-large-tiny", ExportCase.frozen("1"))
            .save(temporary.resolve("model"));
    Path packed = temporary.resolve("packed");
    ModelPacking.pack(model, Path.of(""), Storage.FP32, packed);
    Path folder = temporary.resolve("folder");
    TransformersExport.write(packed, ScorerOptions.DEFAULT, folder);
    JsonNode config = Json.read(folder.resolve("config.json"));
    assertThat(config.path("num_hidden_layers").asInt()).isEqualTo(2);
    List<Waveform> clips = TinyModels.clips();
    assertSame(ExportCase.logits(model, clips), readBack(folder, config, clips));
  }

  @Test
  void write_twice_givesTheSameBytes() {
    Path model =
        new ExportCase("", "wav2vec2-base-tiny", ExportCase.frozen("2"))
            .save(temporary.resolve("model"));
    for (String name : List.of("a", "b")) {
      TransformersExport.write(model, ScorerOptions.DEFAULT, temporary.resolve(name));
    }
    for (String file : List.of("config.json", "model.safetensors", "README.md")) {
      assertThat(temporary.resolve("a").resolve(file))
          .hasSameBinaryContentAs(temporary.resolve("b").resolve(file));
    }
  }

  @Test
  void write_whatTransformersCannotCompute_isRefusedWithTheReason() {
    EncoderConfig padded = TinyModels.whisper(Hearing.PADDED);
    refused(padded, TinyModels.frozen("1..2", Pooling.MEAN, false), "states 1..2 side by side");
    refused(padded, TinyModels.frozen("2", Pooling.MEAN_STD, false), "the pooling 'mean-std'");
    refused(padded, TinyModels.frozen("2", Pooling.ATTENTIVE, false), "the pooling 'attentive'");
    refused(padded, TinyModels.frozen("2", Pooling.MEAN, true), "adaptation.standardize");
    refused(padded, TinyModels.everything(Gate.NONE), "states 2..3 side by side");
    refused(TinyModels.whisper(Hearing.VALID), ExportCase.frozen("2"), "found the hearing 'valid'");
    refused(TinyEncoders.logMelConfig(true), ExportCase.frozen("2"), "'emoglot-logmel'");
    refused(
        new ExportCase("", "w2v-bert-rotary-tiny", ExportCase.frozen("2"))
            .save(temporary.resolve("triples")),
        "3 side by side");
    refused(padded, inserted(6, Gate.NONE), "bottleneck adapters of width 6");
    refused(padded, inserted(0, Gate.LAYER_INPUT), "gates on the inputs of layers");
  }

  private static AdaptationConfig inserted(int width, Gate gate) {
    return new AdaptationConfig(
        AdaptationConfig.Kind.PEFT,
        4,
        8,
        List.of("q"),
        width,
        gate,
        false,
        1,
        "last",
        Pooling.MEAN,
        false);
  }

  private void refused(EncoderConfig encoder, AdaptationConfig adaptation, String found) {
    Path model = TinyModels.save(encoder, adaptation, Views.RECORDING, 1, temporary.resolve("one"));
    refused(model, found);
  }

  private void refused(Path model, String found) {
    Path out = temporary.resolve("out");
    assertThatThrownBy(() -> TransformersExport.write(model, ScorerOptions.DEFAULT, out))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Expected ")
        .hasMessageContaining(found)
        .hasMessageContaining("--format onnx");
    assertThat(out).doesNotExist();
  }

  @Test
  void write_viewsOrACommittee_isRefusedWithTheReason() {
    Path member = temporary.resolve("member");
    TinyModels.save(
        TinyModels.whisper(Hearing.PADDED), ExportCase.frozen("2"), Views.BOTH, 1, member);
    refused(member, "views 'both'");
    Path other = temporary.resolve("other");
    TinyModels.save(
        TinyModels.whisper(Hearing.PADDED), ExportCase.frozen("2"), Views.BOTH, 2, other);
    Path committee = temporary.resolve("committee");
    CommitteeFolder.save(
        Members.of(List.of(member, other)),
        new Confidence(0.8, 0.3),
        SourceLogits.UNKNOWN,
        "# A committee\n",
        Map.of(),
        committee);
    refused(committee, "a committee of 2");
  }

  @Test
  void write_ontoAFolderWithFiles_isRefused() throws java.io.IOException {
    Path model =
        new ExportCase("", "wav2vec2-base-tiny", ExportCase.frozen("2"))
            .save(temporary.resolve("model"));
    Path full = Files.createDirectories(temporary.resolve("full"));
    Files.writeString(full.resolve("thesis.txt"), "mine");
    assertThatThrownBy(() -> TransformersExport.write(model, ScorerOptions.DEFAULT, full))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Expected nothing, or an empty folder, at " + full);
    assertThat(full.resolve("thesis.txt")).hasContent("mine");
  }
}
