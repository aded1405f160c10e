package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.doctor.Surroundings;
import org.emoglot.encoder.EncoderFamily;
import org.emoglot.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {

  @TempDir private Path folder;

  @Test
  void models_asText_namesBundledBuiltInAndKnownModels() {
    Captured run = Captured.run("models");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("name")
        .contains("emoglot-mini", "bundled", "statistics", "built in")
        .containsPattern(
            "openai/whisper-base +hub +whisper +74 M +99 +\\w+ +Apache-2.0 +680,000 h");
  }

  @Test
  void models_asJson_isOneObjectThatListsThem() throws IOException {
    Captured run = Captured.run("models", "--json");

    JsonNode models = Json.mapper().readTree(run.out()).path("models");
    assertThat(run.exitCode()).isZero();
    assertThat(models.isArray()).isTrue();
    assertThat(models.findValuesAsText("name"))
        .contains("mini", "statistics", "facebook/w2v-bert-2.0")
        .doesNotHaveDuplicates();
  }

  @Test
  void all_everyKnownModel_isOfAFamilyThatIsRead() {
    assertThat(KnownModel.all())
        .hasSizeGreaterThan(15)
        .allSatisfy(
            known -> {
              assertThat(EncoderFamily.allModelTypes()).as(known.id()).contains(known.family());
              assertThat(known.id()).matches("[\\w.-]+/[\\w.-]+");
              assertThat(known.millionParameters()).isPositive();
              assertThat(known.languages()).isPositive();
              assertThat(known.licence()).isNotBlank();
              assertThat(known.heard()).isNotBlank();
            });
  }

  @Test
  void all_whatIsOnThisMachine_isSaidToBeHere() throws IOException {
    Path own = model(folder.resolve("backbones/own"), "wavlm");
    Path known =
        model(
            folder.resolve("hf/hub/models--openai--whisper-tiny/snapshots/" + "a".repeat(40)),
            "whisper");
    Path unknown =
        model(folder.resolve("hf/hub/models--some--other/snapshots/" + "b".repeat(40)), "hubert");
    Files.createDirectories(folder.resolve("backbones/half"));
    Files.writeString(folder.resolve("backbones/half/config.json"), "{\"model_type\": \"wavlm\"}");

    List<NamedModel> models =
        NamedModel.all(
            new Surroundings(
                folder,
                folder,
                Map.of(
                    "EMOGLOT_BACKBONES",
                    folder.resolve("backbones").toString(),
                    "HF_HOME",
                    folder.resolve("hf").toString())));

    assertThat(models)
        .filteredOn(model -> model.kind() == NamedModel.Kind.FOLDER)
        .singleElement()
        .satisfies(
            model -> {
              assertThat(model.name()).isEqualTo(own.toString());
              assertThat(model.family()).isEqualTo("wavlm");
            });
    assertThat(models)
        .filteredOn(model -> model.kind() == NamedModel.Kind.HUB && !model.folder().isEmpty())
        .extracting(NamedModel::name, NamedModel::folder)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("openai/whisper-tiny", known.toString()),
            org.assertj.core.groups.Tuple.tuple("some/other", unknown.toString()));
  }

  @Test
  void all_filesInThePlaceOfAFolder_areThereIfTheyHoldAnEncoder() throws IOException {
    Map<String, TensorData> whisper = new LinkedHashMap<>();
    whisper.put("encoder.conv1.weight", TensorData.floats(new float[64 * 2 * 3], 64, 2, 3));
    whisper.put("encoder.positional_embedding", TensorData.floats(new float[64], 1, 64));
    whisper.put("encoder.blocks.0.mlp.0.weight", TensorData.floats(new float[64], 1, 64));
    Files.createDirectories(folder.resolve("backbones"));
    Path file = folder.resolve("backbones/base.pt");
    SafetensorsWriter.write(file, whisper, Map.of());
    SafetensorsWriter.write(
        folder.resolve("backbones/other.pt"),
        Map.of("a", TensorData.floats(new float[1], 1)),
        Map.of());
    Files.writeString(folder.resolve("backbones/damaged.pt"), "<html>");

    assertThat(
            NamedModel.all(
                new Surroundings(
                    folder,
                    folder,
                    Map.of("EMOGLOT_BACKBONES", folder.resolve("backbones").toString()))))
        .filteredOn(model -> model.kind() == NamedModel.Kind.FOLDER)
        .extracting(NamedModel::name, NamedModel::family)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(file.toString(), "whisper"));
  }

  private static Path model(Path folder, String type) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"" + type + "\"}");
    Files.writeString(folder.resolve("model.safetensors"), "");
    return folder;
  }
}
