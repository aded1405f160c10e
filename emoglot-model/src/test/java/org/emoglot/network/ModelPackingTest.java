package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Views;
import org.emoglot.checkpoint.Storage;
import org.emoglot.checkpoint.Weights;
import org.emoglot.data.LabelSet;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.embedding.EmbeddingOptions;
import org.emoglot.embedding.Level;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.io.Json;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(OneThread.class)
class ModelPackingTest {

  private static final Path NOT_MOVED = Path.of("");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"NONE,FP32,0", "PEFT,FP32,0", "FULL,FP32,0", "PEFT,FP16,0.01", "PEFT,INT8,0.05"})
  void pack_aModel_needsNoBackboneAndAnswersAlike(Kind kind, Storage storage, float most) {
    Path backbone = SavedModels.backbone(folder.resolve("backbone"));
    List<float[]> logits = SavedModels.save(backbone, kind, folder.resolve("model"));
    Path out = folder.resolve("out/packed");
    ModelPacking.Record record =
        ModelPacking.pack(folder.resolve("model"), NOT_MOVED, storage, out);
    move(backbone, folder.resolve("elsewhere"));
    assertThat(record.sha256()).hasSize(1);
    assertThat(ModelFolder.needsBackbone(out)).isFalse();
    try (EmotionNetwork packed = ModelFolder.load(out)) {
      List<float[]> found = SavedModels.logits(packed);
      for (int i = 0; i < logits.size(); i++) {
        assertThat(found.get(i)).containsExactly(logits.get(i), within(most));
      }
    }
    assertThat(out.resolve("README.md"))
        .content()
        .startsWith(SavedModels.CARD)
        .contains("## Packed")
        .contains("`emoglot pack --precision " + storage.id() + "`");
    JsonNode provenance = Json.read(out.resolve("provenance.json"));
    assertThat(provenance.path("seed").asInt()).isEqualTo(3);
    assertThat(provenance.path("packed").path("precision").asText()).isEqualTo(storage.id());
    JsonNode config = Json.read(out.resolve("config.json"));
    assertThat(config.path("backbone").path("location").asText()).isEmpty();
    assertThat(config.path("storage").asText("fp32")).isEqualTo(storage.id());
  }

  @Test
  void pack_smallerFormats_takeLessRoom() {
    Path backbone = SavedModels.backbone(folder.resolve("backbone"));
    SavedModels.save(backbone, Kind.NONE, folder.resolve("model"));
    long[] bytes = new long[3];
    for (Storage storage : Storage.values()) {
      Path out = folder.resolve(storage.id());
      ModelPacking.pack(folder.resolve("model"), NOT_MOVED, storage, out);
      bytes[storage.ordinal()] = ModelPacking.bytes(out);
    }
    assertThat(bytes[1]).isLessThan(bytes[0]);
    assertThat(bytes[2]).isLessThan(bytes[1]);
  }

  /** Layers above those used are neither stored nor counted, and cannot be asked for. */
  @ParameterizedTest
  @EnumSource(Storage.class)
  void pack_aStateInTheMiddle_leavesOutWhatIsAbove(Storage storage) {
    Path backbone = TinyEncoders.goldenFolder("whisper-full-tiny");
    Path model = folder.resolve("model");
    Path out = folder.resolve("packed");
    List<float[]> logits;
    long parameters;
    Backbone whisper = Backbone.open(backbone);
    try (EmotionNetwork network =
        EmotionNetwork.fresh(LabelSet.FOUR, states("0..1"), whisper.weights(), 1)) {
      network.setViews(Views.BOTH);
      SavedModels.save(network, whisper, model);
      logits = SavedModels.logits(network);
      parameters = EmotionNetwork.count(network.parameters());
    }
    assertThat(ModelPacking.pack(model, NOT_MOVED, storage, out).leftOut()).isPositive();
    try (Weights weights = Weights.open(out)) {
      assertThat(weights.names())
          .anyMatch(name -> name.contains("layers.0."))
          .noneMatch(name -> name.contains("layers.1."));
    }
    try (EmotionNetwork packed = ModelFolder.load(out)) {
      assertThat(packed.views()).isEqualTo(Views.BOTH);
      assertThat(EmotionNetwork.count(packed.parameters())).isLessThan(parameters).isPositive();
      for (int i = 0; i < logits.size(); i++) {
        assertThat(SavedModels.logits(packed).get(i))
            .containsExactly(logits.get(i), within(storage == Storage.FP32 ? 0f : 0.05f));
      }
    }
    Path again = folder.resolve("again");
    ModelPacking.pack(out, NOT_MOVED, Storage.FP32, again);
    try (EmotionNetwork one = ModelFolder.load(out);
        EmotionNetwork other = ModelFolder.load(again)) {
      assertThat(SavedModels.logits(other).get(0)).containsExactly(SavedModels.logits(one).get(0));
    }
    extract(out, "1");
    refused(() -> extract(out, "last"), "Expected a layer up to 1 of packed");
    refused(() -> Backbone.open(out), "found a packed model without those above");
  }

  @Test
  void pack_allStates_isABackboneToo() {
    Path backbone = SavedModels.backbone(folder.resolve("backbone"));
    SavedModels.save(backbone, Kind.NONE, folder.resolve("model"));
    Path out = folder.resolve("packed");
    ModelPacking.pack(folder.resolve("model"), NOT_MOVED, Storage.INT8, out);
    Backbone opened = Backbone.open(out);
    assertThat(opened.weights().parameters().count()).isPositive();
    opened.weights().close();
  }

  @Test
  void pack_aCommittee_packsItsMembers() {
    Path golden = TinyEncoders.goldenFolder("mini-tiny-committee");
    Path out = folder.resolve("packed");
    ModelPacking.Record record = ModelPacking.pack(golden, NOT_MOVED, Storage.INT8, out);
    assertThat(record.sha256()).hasSize(2);
    assertThat(out.resolve("README.md")).content().contains("## Packed");
    try (CommitteeScorer whole = CommitteeFolder.load(golden);
        CommitteeScorer packed = CommitteeFolder.load(out)) {
      float[] expected = whole.score(List.of(TinyCommittees.clip(0))).get(0).logits();
      assertThat(packed.score(List.of(TinyCommittees.clip(0))).get(0).logits())
          .isNotEqualTo(expected)
          .containsExactly(expected, within(0.05f));
    }
  }

  @Test
  void pack_withNothingToRead_isRefusedAndLeavesNothing() throws IOException {
    Path out = folder.resolve("packed");
    refused(
        () -> ModelPacking.pack(folder.resolve("none"), NOT_MOVED, Storage.INT8, out),
        "Expected the folder of a saved model");
    Path backbone = SavedModels.backbone(folder.resolve("backbone"));
    SavedModels.save(backbone, Kind.PEFT, folder.resolve("model"));
    move(backbone, folder.resolve("elsewhere"));
    refused(
        () -> ModelPacking.pack(folder.resolve("model"), NOT_MOVED, Storage.INT8, out),
        "give its folder with --backbone");
    assertThat(out).doesNotExist();
    ModelPacking.pack(folder.resolve("model"), folder.resolve("elsewhere"), Storage.INT8, out);
    refused(() -> ModelPacking.pack(out, NOT_MOVED, Storage.INT8, out), "or an empty folder, at");
    Files.writeString(
        out.resolve("config.json"),
        Files.readString(out.resolve("config.json")).replace("\"int8\"", "\"int3\""));
    refused(() -> ModelFolder.load(out), "Expected a precision fp32, fp16 or int8, found 'int3'");
  }

  private static AdaptationConfig states(String layer) {
    return new AdaptationConfig(Kind.NONE, 4, 8, List.of("q", "v"), 6, Gate.NONE, false, 0, layer);
  }

  private void extract(Path model, String layer) {
    EmbeddingOptions options = new EmbeddingOptions(Level.UTTERANCE, layer);
    try (EmbeddingExtractor extractor = EmbeddingExtractor.open(model, options)) {
      assertThat(extractor.extract(List.of(TinyCommittees.clip(0)))).hasSize(1);
    }
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String what) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(what)
        .hasMessageNotContaining("\n");
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
