package org.emoglot.export.transformers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.checkpoint.Storage;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.export.TinyModels;
import org.emoglot.io.Json;
import org.emoglot.network.ModelPacking;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folders for PEFT: base and updates give the weights that the export for transformers has. What
 * PEFT makes of the same folders, {@code reference/transformers_answers.py} checks.
 */
@ExtendWith(OneThread.class)
class PeftExportTest {

  @TempDir private Path temporary;

  static Stream<ExportCase> lowRank() {
    return ExportCase.lowRank();
  }

  @ParameterizedTest
  @MethodSource("lowRank")
  void write_lowRankModel_addsUpToTheMergedWeights(ExportCase one) {
    Path model = one.save(temporary.resolve("model"));
    Path folder = one.free("peft");
    PeftExport.Written written = PeftExport.write(model, ScorerOptions.DEFAULT, folder);
    assertThat(written.base()).isEqualTo(one.encoder().toAbsolutePath().normalize() + "");
    JsonNode config = Json.read(folder.resolve("adapter_config.json"));
    Path merged = temporary.resolve("merged");
    TransformersExport.write(model, ScorerOptions.DEFAULT, merged);
    Path whole = temporary.resolve("base");
    TransformersExport.write(
        new ExportCase("", one.golden(), ExportCase.frozen(one.adaptation().layer()))
            .save(temporary.resolve("frozen")),
        ScorerOptions.DEFAULT,
        whole);
    try (Safetensors adapter = Safetensors.open(folder.resolve("adapter_model.safetensors"));
        Safetensors expected = Safetensors.open(merged.resolve("model.safetensors"));
        Safetensors base = Safetensors.open(whole.resolve("model.safetensors"))) {
      double scale = config.path("lora_alpha").asDouble() / config.path("r").asInt();
      assertThat(config.path("target_modules")).isNotEmpty();
      for (JsonNode module : config.path("target_modules")) {
        String name = module.asText();
        String before = "base_model.model." + name;
        float[] sum = base.floats(name + ".weight");
        float[] down = adapter.floats(before + ".lora_A.weight");
        float[] up = adapter.floats(before + ".lora_B.weight");
        add(sum, scale, up, down, config.path("r").asInt());
        assertThat(sum)
            .as(name)
            .usingComparatorWithPrecision(2e-5f)
            .containsExactly(expected.floats(name + ".weight"));
      }
      for (String part : List.of("classifier.weight", "classifier.bias", "projector.weight")) {
        assertThat(adapter.floats("base_model.model." + part))
            .containsExactly(expected.floats(part));
      }
    }
    List<Waveform> clips = TinyModels.clips();
    ExportCase.keep(folder, clips, ExportCase.logits(model, clips));
  }

  /** sum + scale B A. */
  private static void add(float[] sum, double scale, float[] up, float[] down, int rank) {
    int inputs = down.length / rank;
    for (int i = 0; i < sum.length; i++) {
      for (int r = 0; r < rank; r++) {
        sum[i] += (float) (scale * up[i / inputs * rank + r] * down[r * inputs + i % inputs]);
      }
    }
  }

  @Test
  void write_whatPeftCannotCompute_isRefusedWithTheReason() {
    refused(
        new ExportCase("", "wav2vec2-base-tiny", ExportCase.frozen("2"))
            .save(temporary.resolve("a")),
        "found the adaptation 'none'");
    refused(
        new ExportCase("", "wavlm-base-tiny", ExportCase.lora("last", Gate.NONE, "q"))
            .save(temporary.resolve("b")),
        "whose attention in transformers ignores adapters");
    Path packed = temporary.resolve("packed");
    ModelPacking.pack(
        new ExportCase("", "wav2vec2-base-tiny", ExportCase.lora("last", Gate.NONE, "q"))
            .save(temporary.resolve("c")),
        Path.of(""),
        Storage.INT8,
        packed);
    refused(packed, "found one that contains its encoder");
  }

  private void refused(Path model, String found) {
    Path out = temporary.resolve("out");
    assertThatThrownBy(() -> PeftExport.write(model, ScorerOptions.DEFAULT, out))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Expected ")
        .hasMessageContaining(found)
        .hasMessageEndingWith("choose --format transformers.");
    assertThat(out).doesNotExist();
  }
}
