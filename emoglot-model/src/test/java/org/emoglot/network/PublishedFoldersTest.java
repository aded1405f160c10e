package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders as people publish and clone them, beyond what transformers writes today. */
@ExtendWith(OneThread.class)
class PublishedFoldersTest {

  private static final String WEIGHTS = "model.safetensors";
  private static final String LFS =
      "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 377607901\n"
          .formatted("0".repeat(64));

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void copyGoldenFolder() {
    folder = SavedModels.backbone(temporary.resolve("published"));
  }

  @Test
  void open_olderNameOfTheMaskEmbedding_isLoaded() {
    Path published =
        TinyEncoders.goldenFolder("wav2vec2-base-tiny")
            .getParent()
            .resolveSibling("cases/mask-time-emb-vector");
    try (Scope scope = Scope.open();
        Safetensors file = Safetensors.open(published.resolve(WEIGHTS));
        var weights = Backbone.open(published).weights()) {
      assertThat(file.names()).contains("wav2vec2.mask_time_emb_vector");
      weights
          .parameters()
          .all()
          .forEach(
              (name, tensor) ->
                  assertThat(Ops.floats(tensor))
                      .as(name)
                      .containsExactly(file.floats("wav2vec2." + name)));
    }
  }

  @Test
  void open_headsBesideTheEncoder_arePassedOver() {
    Map<String, TensorData> data = new LinkedHashMap<>();
    weights().forEach((name, values) -> data.put("wav2vec2." + name, values));
    for (String head : List.of("age", "gender", "valence_arousal", "decoder.layers.0")) {
      data.put(head + ".dense.weight", TensorData.floats(new float[6], 2, 3));
    }
    data.put("log_sigma", TensorData.floats(new float[] {Float.NaN}, 1));
    write(data);
    try (Scope scope = Scope.open();
        var bare = Backbone.open(TinyEncoders.goldenFolder("wav2vec2-base-tiny")).weights();
        var found = Backbone.open(folder).weights()) {
      assertThat(found.parameters().all()).hasSameSizeAs(bare.parameters().all());
      String name = "encoder.layers.2.feed_forward.output_dense.weight";
      assertThat(Ops.floats(found.parameters().all().get(name)))
          .containsExactly(Ops.floats(bare.parameters().all().get(name)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        WEIGHTS,
        "pytorch_model.bin",
        "model.safetensors.index.json",
        "config.json",
        "preprocessor_config.json"
      })
  void open_gitLfsPointer_isRefusedWithTheCommandThatFetchesIt(String name) throws IOException {
    if (name.contains("model.")) {
      Files.delete(folder.resolve(WEIGHTS));
    }
    Files.writeString(folder.resolve(name), LFS);
    refuses("Git LFS pointer to a file of 377607901 bytes", "\"git lfs pull\"", name);
  }

  @Test
  void open_gitLfsPointerInPlaceOfAShard_isRefusedWithTheCommandThatFetchesIt() throws IOException {
    Path sharded = TinyEncoders.goldenFolder("formats-tiny").resolve("f32-sharded");
    Files.delete(folder.resolve(WEIGHTS));
    String shard = "";
    try (Stream<Path> files = Files.list(sharded)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        Files.deleteIfExists(folder.resolve(name));
        Files.copy(file, folder.resolve(name));
        shard = name.endsWith(".safetensors") ? name : shard;
      }
    }
    Files.writeString(folder.resolve(shard), LFS);
    refuses("Git LFS pointer", "\"git lfs pull\"", shard);
  }

  @Test
  void open_gitAnnexPointer_isRefusedWithTheCommandThatFetchesIt() throws IOException {
    Files.writeString(
        folder.resolve(WEIGHTS), "/annex/objects/SHA256E-s377607901--0a1b.safetensors\n");
    refuses("git-annex pointer", "\"git annex get .\"", WEIGHTS);
  }

  @Test
  void load_gitLfsPointerInASavedModel_isRefusedWithTheCommandThatFetchesIt() throws IOException {
    Path model = temporary.resolve("model");
    SavedModels.save(folder, Kind.FULL, model);
    Files.writeString(model.resolve(WEIGHTS), LFS);
    assertThatThrownBy(() -> ModelFolder.load(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("\"git lfs pull\"");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void open_peftAdapter_isRefusedWithTheNameOfItsBase(boolean withConfig) throws IOException {
    Files.move(folder.resolve(WEIGHTS), folder.resolve("adapter_model.safetensors"));
    Files.writeString(
        folder.resolve("adapter_config.json"),
        "{\"peft_type\": \"LORA\", \"base_model_name_or_path\": \"facebook/wav2vec2-base\"}");
    if (!withConfig) {
      Files.delete(folder.resolve("config.json"));
    }
    refuses("a PEFT adapter", "give its base \"facebook/wav2vec2-base\"", "merge_and_unload");
    assertThatThrownBy(() -> EmotionClassifier.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(withConfig ? "PEFT adapter" : "give its base");
  }

  @Test
  void open_peftAdapterOfNoNamedBase_isRefusedToo() throws IOException {
    Files.delete(folder.resolve(WEIGHTS));
    Files.writeString(folder.resolve("adapter_config.json"), "{}");
    refuses("a PEFT adapter", "which adapter_config.json does not name");
  }

  @Test
  void open_modelBesideAnAdapter_isOpened() throws IOException {
    Files.writeString(folder.resolve("adapter_config.json"), "{}");
    Backbone.open(folder).weights().close();
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, encoder.layers.1.attention.q_proj.weight",
    "Infinity, feature_projection.layer_norm.bias",
    "-Infinity, encoder.layer_norm.weight",
    "NaN, feature_extractor.conv_layers.3.conv.weight",
    "NaN, encoder.pos_conv_embed.conv.weight"
  })
  void open_weightThatIsNotFinite_isRefusedWithItsTensor(float value, String name) {
    Map<String, TensorData> data = weights();
    if (name.equals("encoder.pos_conv_embed.conv.weight")) { // folded, as older exporters write it
      data.keySet().removeIf(other -> other.contains("pos_conv_embed.conv.param"));
      data.put(name, TensorData.floats(new float[48 * 12 * 16], 48, 12, 16));
    }
    long[] shape = data.get(name).entry().shape().stream().mapToLong(Long::longValue).toArray();
    float[] values = new float[Math.toIntExact(data.get(name).entry().elements())];
    values[values.length / 2] = value;
    data.put(name, TensorData.floats(values, shape));
    write(data);
    refuses("Expected finite numbers", "NaN or infinity in the tensor %s:".formatted(name));
  }

  @Test
  void load_savedModelWithAHeadThatIsNotFinite_isRefused() {
    Path model = temporary.resolve("model");
    SavedModels.save(folder, Kind.FULL, model);
    Path file = model.resolve(WEIGHTS);
    Map<String, TensorData> data = read(file);
    data.put(
        "classifier.output.bias", TensorData.floats(new float[] {0, Float.NaN, 0, Float.NaN}, 4));
    SafetensorsWriter.write(file, data, Map.of());
    assertThatThrownBy(() -> ModelFolder.load(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("NaN or infinity in the tensor classifier.output.bias");
  }

  private void refuses(String... parts) {
    assertThatThrownBy(() -> Backbone.open(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining(folder.toString());
  }

  private Map<String, TensorData> weights() {
    return read(folder.resolve(WEIGHTS));
  }

  private static Map<String, TensorData> read(Path file) {
    Map<String, TensorData> data = new LinkedHashMap<>();
    try (Safetensors weights = Safetensors.open(file)) {
      for (String name : weights.names()) {
        long[] shape = weights.entry(name).shape().stream().mapToLong(Long::longValue).toArray();
        data.put(name, TensorData.floats(weights.floats(name), shape));
      }
    }
    return data;
  }

  private void write(Map<String, TensorData> data) {
    SafetensorsWriter.write(folder.resolve(WEIGHTS), data, Map.of());
  }
}
