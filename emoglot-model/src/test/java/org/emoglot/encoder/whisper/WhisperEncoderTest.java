package org.emoglot.encoder.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFamily;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.encoder.Hearing;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.io.Json;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OneThread.class)
class WhisperEncoderTest {

  private static final Path FULL = TinyEncoders.goldenFolder("whisper-full-tiny");
  private static final Path BARE = TinyEncoders.goldenFolder("whisper-bare-tiny");
  private static final int WINDOW = 50; // frames of a hidden state

  @TempDir private Path folder;

  @Test
  void read_publishedConfig_isTheLayout() {
    assertThat(EncoderFolder.read(FULL))
        .isEqualTo(new WhisperConfig(80, 24, 3, 3, 48, WINDOW, 0, Hearing.VALID));
    assertThat(EncoderFolder.read(TinyEncoders.goldenFolder("whisper-v3-tiny")).channels())
        .isEqualTo(128);
  }

  @Test
  void read_withoutPreprocessor_isReadAllTheSame() {
    assertThat(BARE.resolve(EncoderFolder.PREPROCESSOR_FILE)).doesNotExist();
    assertThat(EncoderFolder.read(BARE)).isEqualTo(EncoderFolder.read(FULL));
  }

  @Test
  void toJson_readAgain_isTheSameLayout() {
    for (Hearing hearing : Hearing.values()) {
      EncoderConfig config = EncoderFolder.read(FULL).with(hearing);
      EncoderConfig again =
          EncoderFamily.parse(
              Json.mapper().valueToTree(config.toJson()),
              Json.mapper().valueToTree(config.preprocessorJson()),
              "here");
      assertThat(again).isEqualTo(config);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "activation_function, relu, activation_function = gelu",
    "num_mel_bins, 0, num_mel_bins from 1",
    "encoder_attention_heads, 5, d_model that encoder_attention_heads divides",
    "hearing, half, hearing valid or padded"
  })
  void read_whatIsNotSupported_isRefused(String key, String value, String said) {
    ObjectNode config = (ObjectNode) Json.read(FULL.resolve(EncoderFolder.CONFIG_FILE));
    if (value.matches("\\d+")) {
      config.put(key, Integer.parseInt(value));
    } else {
      config.put(key, value);
    }
    assertThatThrownBy(
            () -> EncoderFamily.parse(config, Json.mapper().createObjectNode(), "config.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({"feature_size, 64", "hop_length, 80", "n_fft, 512", "sampling_rate, 8000"})
  void read_anotherExtractor_isRefused(String key, int value) {
    ObjectNode extractor = (ObjectNode) Json.read(FULL.resolve(EncoderFolder.PREPROCESSOR_FILE));
    extractor.put(key, value);
    assertThatThrownBy(
            () ->
                EncoderFamily.parse(
                    Json.read(FULL.resolve(EncoderFolder.CONFIG_FILE)), extractor, "config.json"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(String.valueOf(value));
  }

  @ParameterizedTest
  @CsvSource({
    "200, 0, 100",
    "201, 1, 100",
    "16000, 100, 100",
    "16001, 100, 200",
    "40000, 250, 300"
  })
  void frames_ofSamples_areTheClipsOrWholeWindows(int samples, int valid, int padded) {
    EncoderConfig config = EncoderFolder.read(FULL);
    assertThat(config.frames(samples)).isEqualTo(valid);
    assertThat(config.with(Hearing.PADDED).frames(samples)).isEqualTo(padded);
    assertThat(config.minimumSamples()).isEqualTo(201);
    assertThat(config.with(Hearing.PADDED).minimumSamples()).isEqualTo(1);
  }

  /** Under any prefix that transformers has, and beside a decoder that nobody could read. */
  @ParameterizedTest
  @ValueSource(strings = {"model.encoder.", "encoder.", "", "module.model.encoder."})
  void load_anyPrefixBesideADamagedDecoder_isTheSameEncoder(String prefix) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    try (Safetensors bare = Safetensors.open(BARE.resolve(EncoderFolder.WEIGHTS_FILE))) {
      for (String name : bare.names()) {
        long[] shape = bare.entry(name).shape().stream().mapToLong(Long::longValue).toArray();
        tensors.put(prefix + name, TensorData.floats(bare.floats(name), shape));
      }
    }
    String decoder = prefix.replace("encoder.", "decoder.");
    tensors.put(
        (decoder.isEmpty() ? "decoder." : decoder) + "layers.0.fc1.bias",
        TensorData.floats(new float[] {Float.NaN}, 1));
    tensors.put("proj_out.weight", TensorData.floats(new float[] {Float.NaN}, 1));
    Path file = folder.resolve("model.safetensors");
    SafetensorsWriter.write(file, tensors, Map.of());
    try (LoadedEncoder expected = LoadedEncoder.load(BARE);
        LoadedEncoder found = LoadedEncoder.load(expected.encoder().config(), file, "")) {
      assertThat(found.parameters().all().keySet()).isEqualTo(expected.parameters().all().keySet());
      found
          .parameters()
          .all()
          .forEach(
              (name, tensor) ->
                  assertThat(Ops.floats(tensor))
                      .as(name)
                      .containsExactly(Ops.floats(expected.parameters().all().get(name))));
    }
  }

  @Test
  void load_layersOfAnotherModel_saysWhatIsMissing() throws IOException {
    Files.copy(
        BARE.resolve(EncoderFolder.WEIGHTS_FILE), folder.resolve(EncoderFolder.WEIGHTS_FILE));
    WhisperConfig deeper = new WhisperConfig(80, 24, 4, 3, 48, WINDOW, 0, Hearing.VALID);
    assertThatThrownBy(() -> LoadedEncoder.load(deeper, folder, ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("layers.3.");
  }

  /** Two windows and a half in one sequence are heard as three clips. */
  @Test
  void hiddenStates_longerThanAWindow_areThoseOfItsPieces() {
    int[] lengths = {84, 84, 83}; // of features; 251 give 126 frames, 42 a piece
    try (Scope scope = Scope.open();
        LoadedEncoder weights = LoadedEncoder.load(FULL)) {
      Tensor values = Ops.tensor(noise(251 * 80), 251, 80);
      List<Frames> whole =
          weights.encoder().hiddenStates(new Frames(values, new int[] {251}), false);
      List<Frames> pieces = weights.encoder().hiddenStates(new Frames(values, lengths), false);
      assertThat(whole.get(0).lengths()).containsExactly(126);
      assertThat(pieces.get(0).lengths()).containsExactly(42, 42, 42);
      for (int state = 0; state < whole.size(); state++) {
        assertThat(Ops.floats(whole.get(state).values()))
            .as("state %d", state)
            .containsExactly(Ops.floats(pieces.get(state).values()));
      }
    }
  }

  @Test
  void pieces_ofAnyLength_agreeForFeaturesAndStates() {
    List<int[]> found = new ArrayList<>();
    for (int length = 1; length < 400; length++) {
      try (Scope scope = Scope.open()) {
        Frames features = new Frames(Ops.zeros(length, 1), new int[] {length});
        int states = WindowPieces.states(length, 2);
        int[] ofFeatures =
            Arrays.stream(WindowPieces.ofFeatures(features, WINDOW, 2).lengths())
                .map(piece -> WindowPieces.states(piece, 2))
                .toArray();
        int[] ofStates =
            WindowPieces.ofStates(new Frames(Ops.zeros(states, 1), new int[] {states}), WINDOW)
                .lengths();
        assertThat(ofFeatures).as("%d frames", length).containsExactly(ofStates);
        assertThat(Arrays.stream(ofStates).max().orElseThrow()).isLessThanOrEqualTo(WINDOW);
        found.add(ofStates);
      }
    }
    assertThat(found.get(99)).containsExactly(50);
    assertThat(found.get(100)).containsExactly(25, 26);
  }

  @Test
  void build_fresh_hasSinusoidsAsPositions() {
    try (Parameters parameters = Parameters.seeded(1)) {
      new WhisperConfig(80, 24, 1, 3, 48, WINDOW, 0, Hearing.VALID).build(parameters);
      float[] positions = Ops.floats(parameters.all().get("embed_positions.weight"));
      assertThat(positions[0]).isZero();
      assertThat(positions[12]).isEqualTo(1);
      assertThat(positions[24]).isEqualTo((float) Math.sin(1));
      assertThat(positions[24 + 11]).isCloseTo(1e-4f, within(1e-8f));
    }
  }

  private static float[] noise(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) Math.sin(i * (i + 3.3));
    }
    return values;
  }
}
