package org.emoglot.encoder.emotion2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.checkpoint.Weights;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.TinyEncoders.Layout;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forms in which weights of emotion2vec were published. */
class PublishedWeightsTest {

  private static final Path PUBLISHED = Layout.EMOTION2VEC.folder();
  private static final String SCALES = "modality_encoders.AUDIO.alibi_scale";

  @TempDir private Path folder;

  @BeforeEach
  void copyConfiguration() throws IOException {
    Files.copy(PUBLISHED.resolve("config.yaml"), folder.resolve("config.yaml"));
  }

  private static Map<String, TensorData> data(String prefix) {
    Map<String, TensorData> data = new LinkedHashMap<>();
    try (Weights weights = Weights.open(PUBLISHED)) {
      for (String name : weights.names()) {
        long[] shape = weights.entry(name).shape().stream().mapToLong(Long::longValue).toArray();
        data.put(prefix + name, TensorData.floats(weights.floats(name), shape));
      }
    }
    return data;
  }

  private void requireSame(Map<String, TensorData> data) {
    SafetensorsWriter.write(folder.resolve("model.safetensors"), data, Map.of());
    try (Scope scope = Scope.open();
        LoadedEncoder expected = LoadedEncoder.load(PUBLISHED);
        LoadedEncoder found = LoadedEncoder.load(folder)) {
      assertThat(found.parameters().all()).hasSameSizeAs(expected.parameters().all());
      expected
          .parameters()
          .all()
          .forEach(
              (name, tensor) ->
                  assertThat(Ops.floats(found.parameters().all().get(name)))
                      .as(name)
                      .containsExactly(Ops.floats(tensor)));
    }
  }

  @Test
  void load_prefixOfAModelThatWasTrainedFurther_isFound() {
    Map<String, TensorData> data = data("d2v_model.");
    data.put("proj.weight", TensorData.floats(new float[9 * 24], 9, 24));
    data.put("proj.bias", TensorData.floats(new float[9], 9));
    requireSame(data);
  }

  @Test
  void load_teacherBesideTheModel_isPassedOver() {
    Map<String, TensorData> data = data("");
    data("ema.").forEach(data::put);
    requireSame(data);
  }

  @Test
  void load_scalesWithAnAxisLess_areTheSame() throws IOException {
    Map<String, TensorData> data = data("");
    try (Weights weights = Weights.open(PUBLISHED)) {
      data.put(SCALES, TensorData.floats(weights.floats(SCALES), 1, 4, 1, 1));
    }
    requireSame(data);
  }

  @Test
  void load_blockThatIsMissing_isNamed() {
    Map<String, TensorData> data = data("");
    data.remove("blocks.1.attn.qkv.weight");
    SafetensorsWriter.write(folder.resolve("model.safetensors"), data, Map.of());
    assertThatThrownBy(() -> LoadedEncoder.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("3 missing", "encoder.layers.2.attention.q_proj.weight [24, 24]");
  }

  @Test
  void load_moreBlocksThanTheConfigurationSays_areUnknown() {
    Map<String, TensorData> data = data("");
    data.put("blocks.2.mlp.fc1.bias", TensorData.floats(new float[48], 48));
    SafetensorsWriter.write(folder.resolve("model.safetensors"), data, Map.of());
    assertThatThrownBy(() -> LoadedEncoder.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 unknown (encoder.layers.3.feed_forward.intermediate_dense.bias");
  }
}
