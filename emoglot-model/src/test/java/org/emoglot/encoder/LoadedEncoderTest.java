package org.emoglot.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.encoder.TinyEncoders.Layout;
import org.emoglot.nn.Frames;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadedEncoderTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void load_whatWasSaved_isTheSame(Layout layout) {
    Path file = folder.resolve(EncoderFolder.WEIGHTS_FILE);
    try (Scope scope = Scope.open();
        LoadedEncoder saved = layout.make()) {
      saved.save(file);
      try (LoadedEncoder loaded = LoadedEncoder.load(saved.encoder().config(), file, "")) {
        requireSame(loaded, saved);
      }
    }
  }

  @Test
  void load_prefixesInFrontOfNames_areFound() {
    try (Scope scope = Scope.open();
        LoadedEncoder original = Layout.BASE.make()) {
      for (String prefix : new String[] {"", "student."}) {
        for (String model : new String[] {"", "wav2vec2."}) {
          Path file = folder.resolve("w" + prefix + model + "safetensors");
          SafetensorsWriter.write(file, data(prefix + model), Map.of());
          try (LoadedEncoder loaded =
              LoadedEncoder.load(original.encoder().config(), file, prefix)) {
            requireSame(loaded, original);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wav2vec2-base-tiny", "hubert-base-tiny", "wavlm-base-tiny"})
  void load_foldedWeightNorm_givesTheSameStates(String name) {
    Map<String, TensorData> folded = new LinkedHashMap<>(data(name, ""));
    folded.keySet().removeIf(weight -> weight.contains("parametrizations"));
    Path file = folder.resolve("folded.safetensors");
    try (Scope scope = Scope.open();
        LoadedEncoder original = LoadedEncoder.load(TinyEncoders.goldenFolder(name))) {
      Map<String, Tensor> parameters = original.parameters().all();
      Tensor v = parameters.get("encoder.pos_conv_embed.conv.weight_v");
      Tensor g = parameters.get("encoder.pos_conv_embed.conv.weight_g");
      Tensor w = v.mul(g.div(Ops.norm(v, 0, 1)));
      folded.put(
          prefix(name) + "encoder.pos_conv_embed.conv.weight",
          TensorData.floats(Ops.floats(w.contiguous()), w.shape()));
      SafetensorsWriter.write(file, folded, Map.of());
      try (LoadedEncoder loaded = LoadedEncoder.load(original.encoder().config(), file, "")) {
        float[] noise = new float[20 * original.encoder().config().channels()];
        SeededRandom random = SeededRandom.of(5);
        for (int i = 0; i < noise.length; i++) {
          noise[i] = (float) (2 * random.nextDouble() - 1);
        }
        Frames features = Frames.pack(List.of(noise), noise.length / 20);
        float[] expected = last(original, features);
        float[] found = last(loaded, features);
        for (int i = 0; i < expected.length; i++) {
          assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
        }
      }
    }
  }

  /** What transformers put before the encoder's names, by the class that was saved. */
  private static String prefix(String name) {
    return switch (name) {
      case "hubert-base-tiny" -> "hubert.";
      case "wavlm-base-tiny" -> "wavlm.";
      default -> "";
    };
  }

  private static float[] last(LoadedEncoder weights, Frames features) {
    List<Frames> states = weights.encoder().hiddenStates(features, false);
    return Ops.floats(states.get(states.size() - 1).values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wav2vec2-base-tiny", "hubert-base-tiny", "wavlm-base-tiny"})
  void load_olderNamesOfTheWeightNorm_areFound(String name) {
    Map<String, TensorData> renamed = new LinkedHashMap<>();
    data(name, "")
        .forEach(
            (weight, values) ->
                renamed.put(
                    weight
                        .replace("parametrizations.weight.original0", "weight_g")
                        .replace("parametrizations.weight.original1", "weight_v"),
                    values));
    assertThat(renamed).containsKeys(prefix(name) + "encoder.pos_conv_embed.conv.weight_g");
    Path file = folder.resolve("older.safetensors");
    SafetensorsWriter.write(file, renamed, Map.of());
    try (Scope scope = Scope.open();
        LoadedEncoder original = LoadedEncoder.load(TinyEncoders.goldenFolder(name));
        LoadedEncoder loaded = LoadedEncoder.load(original.encoder().config(), file, "")) {
      requireSame(loaded, original);
    }
  }

  @Test
  void load_anotherLayoutsWeights_listsEverythingThatDoesNotFit() {
    Path base = TinyEncoders.goldenFolder("wav2vec2-base-tiny");
    EncoderConfig large = EncoderFolder.read(TinyEncoders.goldenFolder("wav2vec2-large-tiny"));
    assertThatThrownBy(
            () -> LoadedEncoder.load(large, base.resolve(EncoderFolder.WEIGHTS_FILE), ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(base.toString())
        .hasMessageContaining(": 19 missing (feature_extractor.conv_layers.0.conv.bias [32], ")
        .hasMessageContaining(", feature_extractor.conv_layers.6.layer_norm.weight [32]). ");
  }

  @Test
  void load_missingMisshapenAndUnknownWeights_areAllInOneError() {
    Map<String, TensorData> data = new LinkedHashMap<>(data(""));
    data.remove("encoder.layers.1.attention.q_proj.bias");
    data.put("encoder.layer_norm.weight", TensorData.floats(new float[47], 47));
    data.put("encoder.layers.3.final_layer_norm.bias", TensorData.floats(new float[48], 48));
    data.put("lm_head.weight", TensorData.floats(new float[48], 1, 48));
    Path file = folder.resolve("odd.safetensors");
    SafetensorsWriter.write(file, data, Map.of());
    EncoderConfig base = EncoderFolder.read(TinyEncoders.goldenFolder("wav2vec2-base-tiny"));
    assertThatThrownBy(() -> LoadedEncoder.load(base, file, ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The weights in %s do not fit the configuration beside them: 1 missing (encoder.layers.1.attention.q_proj.bias [48]); 1 of another shape (encoder.layer_norm.weight [47] instead of [48]); 1 unknown (encoder.layers.3.final_layer_norm.bias [48]). Expected the file and its config.json to come from one checkpoint.",
            file);
  }

  @Test
  void load_anotherFamilysWeights_areRefused() {
    Path wavLm = TinyEncoders.goldenFolder("wavlm-large-tiny").resolve("model.safetensors");
    EncoderConfig hubert = EncoderFolder.read(TinyEncoders.goldenFolder("hubert-large-tiny"));
    assertThatThrownBy(() -> LoadedEncoder.load(hubert, wavLm, ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("7 missing (feature_extractor.conv_layers.0.conv.bias [16]")
        .hasMessageContaining(
            "10 unknown (encoder.layers.0.attention.gru_rel_pos_const [1, 3, 1, 1]")
        .hasMessageContaining("encoder.layers.0.attention.rel_attn_embed.weight [32, 3]");
  }

  @Test
  void seeded_sameSeed_givesTheSameEncoder() {
    EncoderConfig config = TinyEncoders.logMelConfig(true);
    try (Scope scope = Scope.open();
        LoadedEncoder first = LoadedEncoder.seeded(config, 7);
        LoadedEncoder second = LoadedEncoder.seeded(config, 7);
        LoadedEncoder other = LoadedEncoder.seeded(config, 8)) {
      requireSame(second, first);
      String name = "encoder.layers.0.attention.q_proj.weight";
      assertThat(Ops.floats(other.parameters().all().get(name)))
          .isNotEqualTo(Ops.floats(first.parameters().all().get(name)));
    }
  }

  private static void requireSame(LoadedEncoder actual, LoadedEncoder expected) {
    assertThat(actual.parameters().all()).hasSameSizeAs(expected.parameters().all());
    expected
        .parameters()
        .all()
        .forEach(
            (name, tensor) ->
                assertThat(Ops.floats(actual.parameters().all().get(name)))
                    .as(name)
                    .containsExactly(Ops.floats(tensor)));
  }

  /** The golden base weights under their own names, with a prefix. */
  private static Map<String, TensorData> data(String prefix) {
    return data("wav2vec2-base-tiny", prefix);
  }

  /** The weights of a golden folder under their own names, with a prefix. */
  private static Map<String, TensorData> data(String golden, String prefix) {
    Map<String, TensorData> data = new LinkedHashMap<>();
    Path file = TinyEncoders.goldenFolder(golden).resolve("model.safetensors");
    try (Safetensors weights = Safetensors.open(file)) {
      for (String name : weights.names()) {
        long[] shape = weights.entry(name).shape().stream().mapToLong(Long::longValue).toArray();
        data.put(prefix + name, TensorData.floats(weights.floats(name), shape));
      }
    }
    return data;
  }
}
