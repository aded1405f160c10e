package org.emoglot.encoder.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.encoder.Hearing;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.network.Backbone;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whisper in one file with OpenAI's names. */
@ExtendWith(OneThread.class)
class PublishedFileTest {

  private static final WhisperConfig LAYOUT =
      new WhisperConfig(16, 128, 2, 2, 192, 50, 0, Hearing.VALID);

  @TempDir private Path folder;

  @Test
  void open_openAisNames_isTheSameEncoder() {
    try (Scope scope = Scope.open();
        LoadedEncoder original = LoadedEncoder.seeded(LAYOUT, 3)) {
      Map<String, TensorData> data = published(original);
      data.put("decoder.ln.weight", TensorData.floats(new float[1], 1));
      data.put("decoder.blocks.0.attn_ln.weight", TensorData.floats(new float[1], 1));
      Path file = write("base.pt", data);

      Backbone backbone = Backbone.open(file);
      try (LoadedEncoder found = backbone.weights()) {
        assertThat(found.encoder().config()).isEqualTo(LAYOUT);
        Map<String, Tensor> tensors = found.parameters().all();
        assertThat(tensors.keySet())
            .containsExactlyInAnyOrderElementsOf(original.parameters().all().keySet());
        tensors.forEach(
            (name, tensor) ->
                assertThat(Ops.floats(tensor))
                    .as(name)
                    .containsExactly(Ops.floats(original.parameters().all().get(name))));
      }
      assertThat(backbone.origin().name()).isEqualTo("base.pt");
      assertThat(EncoderFolder.modelType(file)).isEqualTo("whisper");
    }
  }

  @Test
  void open_aParameterIsMissing_isNamedAsInTheFile() {
    try (Scope scope = Scope.open();
        LoadedEncoder original = LoadedEncoder.seeded(LAYOUT, 3)) {
      Map<String, TensorData> data = published(original);
      data.remove("encoder.blocks.1.attn.out.bias");
      Path file = write("base.pt", data);

      assertThatThrownBy(() -> Backbone.open(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("layers.1.self_attn.out_proj.bias");
    }
  }

  @Test
  void open_anotherModelsFile_isNoBackbone() throws IOException {
    Path other = write("other.pt", Map.of("a", TensorData.floats(new float[2], 2)));
    assertThatThrownBy(() -> Backbone.open(other))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Expected a backbone folder");

    Path damaged = Files.writeString(folder.resolve("damaged.pt"), "<html>");
    assertThatThrownBy(() -> Backbone.open(damaged))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(damaged.toString());
  }

  private Path write(String name, Map<String, TensorData> data) {
    Path file = folder.resolve(name);
    SafetensorsWriter.write(file, data, Map.of());
    return file;
  }

  private static Map<String, TensorData> published(LoadedEncoder encoder) {
    Map<String, TensorData> data = new LinkedHashMap<>();
    encoder
        .parameters()
        .all()
        .forEach(
            (name, tensor) ->
                data.put(openAi(name), TensorData.floats(Ops.floats(tensor), tensor.shape())));
    return data;
  }

  /** OpenAI's name of a parameter, in small steps. */
  private static String openAi(String name) {
    return "encoder."
        + name.replace("embed_positions.weight", "positional_embedding")
            .replaceFirst("^layer_norm\\.", "ln_post.")
            .replaceFirst("^layers\\.", "blocks.")
            .replace("self_attn_layer_norm", "attn_ln")
            .replace("final_layer_norm", "mlp_ln")
            .replace("self_attn.q_proj", "attn.query")
            .replace("self_attn.k_proj", "attn.key")
            .replace("self_attn.v_proj", "attn.value")
            .replace("self_attn.out_proj", "attn.out")
            .replace("fc1", "mlp.0")
            .replace("fc2", "mlp.2");
  }
}
