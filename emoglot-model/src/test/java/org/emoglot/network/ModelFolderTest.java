package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OneThread.class)
class ModelFolderTest {

  @TempDir Path folder;
  private Path backbone = Path.of("");
  private Path model = Path.of("");

  @BeforeEach
  void makeABackbone() {
    backbone = SavedModels.backbone(folder.resolve("backbone"));
    model = folder.resolve("model");
  }

  @ParameterizedTest
  @EnumSource
  void load_whatWasSaved_answersBitForBit(Kind kind) {
    List<float[]> before = SavedModels.save(backbone, kind, model);
    try (EmotionNetwork loaded = ModelFolder.load(model)) {
      List<float[]> after = SavedModels.logits(loaded);
      for (int clip = 0; clip < before.size(); clip++) {
        assertThat(after.get(clip)).as("clip %d", clip).containsExactly(before.get(clip));
      }
      assertThat(loaded.adaptation()).isEqualTo(SavedModels.adaptation(kind));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FULL, model.safetensors",
    "PEFT, adapter_model.safetensors",
    "NONE, adapter_model.safetensors"
  })
  void save_storedBackbone_leavesTheseFilesAndNothingElse(Kind kind, String weights)
      throws IOException {
    SavedModels.save(backbone, kind, model);
    List<String> expected =
        List.of("README.md", "config.json", "preprocessor_config.json", "provenance.json", weights);
    assertThat(SavedModels.names(model))
        .containsExactlyElementsOf(expected.stream().sorted().toList());
    assertThat(SavedModels.names(folder)).containsExactly("backbone", "model");
    for (String name : SavedModels.names(model)) {
      byte[] start = Arrays.copyOf(Files.readAllBytes(model.resolve(name)), 2);
      assertThat(start[0]).as("a pickle begins with 0x80: %s", name).isNotEqualTo((byte) 0x80);
      assertThat(new String(start, java.nio.charset.StandardCharsets.ISO_8859_1))
          .as("PyTorch's pickles come in zip files: %s", name)
          .isNotEqualTo("PK");
    }
    assertThat(model.resolve("README.md")).hasContent(SavedModels.CARD);
  }

  @Test
  void save_adapterOnASeededEncoder_holdsTheEncoderToo() {
    Backbone mini = Backbone.fresh("mini", Backbone.open(backbone).weights().encoder().config(), 5);
    List<float[]> before;
    try (EmotionNetwork network = SavedModels.trained(mini, Kind.PEFT)) {
      SavedModels.save(network, mini, model);
      before = SavedModels.logits(network);
    }
    assertThat(model.resolve("model.safetensors")).exists();
    try (EmotionNetwork loaded = ModelFolder.load(model)) {
      assertThat(SavedModels.logits(loaded).get(2)).containsExactly(before.get(2));
    }
  }

  @Test
  void save_again_replacesTheFolderWhole() throws IOException {
    SavedModels.save(backbone, Kind.PEFT, model);
    Files.writeString(model.resolve("stale.txt"), "old");
    Files.createDirectories(folder.resolve(".model.incomplete"));
    Files.writeString(folder.resolve(".model.incomplete/half.txt"), "of a killed process");
    SavedModels.save(backbone, Kind.FULL, model);
    assertThat(SavedModels.names(model)).contains("model.safetensors").hasSize(5);
    assertThat(SavedModels.names(folder)).containsExactly("backbone", "model");
  }

  @Test
  void save_config_namesLabelsBackboneAndWhatWasHeard() throws IOException {
    declare("[{\"corpus\":\"voxpopuli\",\"language\":\"de\",\"labelled\":false}]");
    SavedModels.save(backbone, Kind.PEFT, model);
    JsonNode config = Json.read(model.resolve("config.json"));
    assertThat(config.path("model_type").asText()).isEqualTo("emoglot");
    assertThat(config.path("id2label").toString())
        .isEqualTo("{\"0\":\"neutral\",\"1\":\"happy\",\"2\":\"angry\",\"3\":\"sad\"}");
    assertThat(config.path("label2id").toString())
        .isEqualTo("{\"neutral\":0,\"happy\":1,\"angry\":2,\"sad\":3}");
    assertThat(config.path("heard").toString())
        .isEqualTo(
            "[{\"corpus\":\"voxpopuli\",\"language\":\"de\",\"labelled\":false},"
                + "{\"corpus\":\"tones-en\",\"language\":\"en\",\"labelled\":true}]");
    assertThat(config.path("backbone").path("sha256").asText())
        .isEqualTo(Sha256.of(backbone.resolve("model.safetensors")));
    assertThat(config.path("stores_backbone").asBoolean()).isFalse();
  }

  @Test
  void save_backboneThatDeclaresNothing_saysThatTheListIsNotAll() {
    SavedModels.save(backbone, Kind.PEFT, model);
    JsonNode config = Json.read(model.resolve("config.json"));
    assertThat(config.path("heard").toString())
        .isEqualTo("[{\"corpus\":\"tones-en\",\"language\":\"en\",\"labelled\":true}]");
    assertThat(config.path("heard_is_all").isBoolean()).isTrue();
    assertThat(config.path("heard_is_all").asBoolean()).isFalse();
  }

  @Test
  void load_movedBackbone_isAcceptedFromItsNewPlaceAlone() throws IOException {
    List<float[]> before = SavedModels.save(backbone, Kind.PEFT, model);
    Path moved = Files.move(backbone, folder.resolve("elsewhere"));
    requireRefused(model)
        .hasMessageContaining(backbone.toString())
        .hasMessageContaining("--backbone");
    try (EmotionNetwork loaded = ModelFolder.load(model, moved)) {
      assertThat(SavedModels.logits(loaded).get(0)).containsExactly(before.get(0));
    }
  }

  @Test
  void load_changedBackbone_isRefused() throws IOException {
    SavedModels.save(backbone, Kind.PEFT, model);
    Path weights = backbone.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    requireRefused(model)
        .hasMessageContaining("SHA-256")
        .hasMessageContaining(Sha256.of(weights))
        .hasMessageContaining(weights.toString());
    assertThatThrownBy(() -> ModelFolder.load(model, backbone))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void load_backboneForAModelThatHoldsItsOwn_isRefusedInWords() {
    SavedModels.save(backbone, Kind.FULL, model);
    assertThatThrownBy(() -> ModelFolder.load(model, backbone))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("contains its encoder")
        .hasMessageContaining("--backbone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "preprocessor_config.json", "adapter_model.safetensors"})
  void load_fileMissingOrDamaged_isRefusedNamingIt(String name) throws IOException {
    SavedModels.save(backbone, Kind.PEFT, model);
    Path file = model.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    for (byte[] damaged :
        List.of(
            new byte[0],
            Arrays.copyOf(bytes, bytes.length / 2),
            Arrays.copyOf(bytes, bytes.length - 3),
            "<html>not found</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
      Files.write(file, damaged);
      requireRefused(model).hasMessageContaining(name);
    }
    Files.delete(file);
    requireRefused(model).hasMessageContaining(name);
  }

  @Test
  void load_modelWithoutItsWeights_isRefusedNamingThem() throws IOException {
    SavedModels.save(backbone, Kind.FULL, model);
    Files.delete(model.resolve("model.safetensors"));
    requireRefused(model).hasMessageContaining("model.safetensors");
  }

  @Test
  void load_withoutCardAndProvenance_works() throws IOException {
    SavedModels.save(backbone, Kind.FULL, model);
    Files.delete(model.resolve("README.md"));
    Files.delete(model.resolve("provenance.json"));
    try (EmotionNetwork loaded = ModelFolder.load(model)) {
      assertThat(loaded.labels().names()).containsExactly("neutral", "happy", "angry", "sad");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model_type      | \"wav2vec2\"       | model_type",
        "id2label        |                    | id2label",
        "id2label        | {\"1\":\"happy\"}  | key 0",
        "id2label        | {\"0\":\"happy\"}  | two distinct labels",
        "id2label        | {\"0\":\"a\",\"1\":\"a\"} | two distinct labels",
        "id2label        | {\"0\":\"a\",\"1\":\"b\"} | classifier.output",
        "id2label        | [\"happy\"]        | key 0",
        "encoder         |                    | config.json",
        "encoder         | 5                  | config.json",
        "encoder         | {}                 | model_type",
        "adaptation      |                    | adaptation",
        "adaptation      | 5                  | config.json",
        "adaptation      | {}                 | config.json",
        "adaptation      | {\"kind\":\"peft\"} | config.json",
        "adaptation      | null               | config.json",
        "backbone        |                    | backbone",
        "backbone        | []                 | config.json",
        "backbone        | {}                 | config.json",
        "backbone        | null               | config.json",
        "stores_backbone |                    | stores_backbone",
        "stores_backbone | 7                  | stores_backbone",
        "heard           | 5                  | heard"
      })
  void load_configWithoutAKeyOrWithAnotherKindOfValue_isRefused(
      String key, String value, String words) throws IOException {
    SavedModels.save(backbone, Kind.PEFT, model);
    Path file = model.resolve("config.json");
    ObjectNode config = (ObjectNode) Json.read(file);
    if (value == null) {
      config.remove(key);
    } else {
      config.set(key, Json.mapper().readTree(value));
    }
    Json.write(file, config);
    requireRefused(model).hasMessageContaining(words);
  }

  @Test
  void load_weightsOfAnotherAdaptation_isRefusedListingAll() throws IOException {
    SavedModels.save(backbone, Kind.PEFT, model);
    Path other = folder.resolve("other");
    SavedModels.save(backbone, Kind.NONE, other);
    Files.copy(
        other.resolve("adapter_model.safetensors"),
        model.resolve("adapter_model.safetensors"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    requireRefused(model)
        .hasMessageContaining(" missing (adapter.layers.0")
        .hasMessageContaining(", adapter.layers.2");
  }

  @Test
  void load_noFolder_isRefused() {
    requireRefused(folder.resolve("nowhere")).hasMessageContaining("found no folder");
  }

  @Test
  void open_adapterAsABackbone_isRefused() {
    SavedModels.save(backbone, Kind.PEFT, model);
    assertThatThrownBy(() -> Backbone.open(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("fully trained");
  }

  @Test
  void open_fullModelAsABackbone_isItsEncoder() {
    SavedModels.save(backbone, Kind.FULL, model);
    Backbone opened = Backbone.open(model);
    try (EmotionNetwork network = ModelFolder.load(model)) {
      opened
          .weights()
          .parameters()
          .all()
          .forEach(
              (name, tensor) ->
                  assertThat(org.emoglot.tensor.Ops.floats(tensor))
                      .as(name)
                      .containsExactly(
                          org.emoglot.tensor.Ops.floats(
                              java.util.Objects.requireNonNull(
                                  network.parameters().get("wav2vec2." + name)))));
    }
    opened.weights().close();
  }

  private void declare(String heard) throws IOException {
    ObjectNode config = (ObjectNode) Json.read(backbone.resolve("config.json"));
    config.set("heard", Json.mapper().readTree(heard));
    Json.write(backbone.resolve("config.json"), config);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> requireRefused(Path model) {
    return assertThatThrownBy(() -> ModelFolder.load(model))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageNotContaining("\n");
  }
}
