package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.checkpoint.Weights;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.embedding.Embedding;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.embedding.EmbeddingOptions;
import org.emoglot.embedding.Level;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.encoder.EncoderNames;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.encoder.TinyEncoders.Layout;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands above encoders works with each family that checkpoints exist of. */
@ExtendWith(OneThread.class)
class EveryFamilyTest {

  private static final List<String> WEIGHT_FILES = List.of("model.safetensors", "model.pt");

  private static final List<String> HEADS =
      List.of(
          "lm_head.weight",
          "classifier.dense.weight",
          "projector.weight",
          "quantizer.codevectors",
          "project_hid.weight",
          "age.dense.weight",
          "gender.out_proj.bias",
          "layer_weights");

  @TempDir private Path temporary;

  static Stream<Layout> published() {
    return Layout.published();
  }

  @ParameterizedTest
  @MethodSource("published")
  void load_savedModelOfEveryKind_givesTheSameAnswers(Layout layout) {
    for (Kind kind : Kind.values()) {
      Path model = temporary.resolve("model-" + kind);
      List<float[]> before = SavedModels.save(layout.folder(), kind, model);
      try (EmotionNetwork loaded = ModelFolder.load(model)) {
        for (int clip = 0; clip < TinyEncoders.CLIPS; clip++) {
          assertThat(SavedModels.logits(loaded).get(clip))
              .as("%s, clip %d", kind, clip)
              .containsExactly(before.get(clip));
        }
      }
      try (EmotionClassifier classifier = EmotionClassifier.load(model)) {
        assertThat(classifier.predict(clip()).score("happy")).isBetween(0.0, 1.0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("published")
  void extract_framesAndUtterancesOfAnyLayer_areTheGoldenStates(Layout layout) {
    try (Safetensors golden = Safetensors.open(layout.folder().resolve("golden.safetensors"))) {
      String state = golden.names().contains("hidden1.0") ? "hidden1." : "valid1.";
      for (int layer = 0; layer <= TinyEncoders.LAYERS; layer++) {
        float[] expected = golden.floats(state + layer);
        Embedding frames = extract(layout, Level.FRAME, layer);
        assertThat(frames.frames()).isEqualTo(expected.length / frames.width());
        assertThat(Difference.relative(frames.values(), expected)).as("%d", layer).isLessThan(2e-5);
        float[] mean = new float[frames.width()];
        for (int i = 0; i < expected.length; i++) {
          mean[i % mean.length] += expected[i] / frames.frames();
        }
        Embedding utterance = extract(layout, Level.UTTERANCE, layer);
        assertThat(Difference.relative(utterance.values(), mean)).as("%d", layer).isLessThan(1e-4);
      }
    }
  }

  private static Embedding extract(Layout layout, Level level, int layer) {
    EmbeddingOptions options = new EmbeddingOptions(level, String.valueOf(layer));
    try (EmbeddingExtractor extractor = EmbeddingExtractor.open(layout.folder(), options)) {
      return extractor.extract(List.of(clip())).get(0);
    }
  }

  @ParameterizedTest
  @MethodSource("published")
  void open_headsAndTheMaskEmbedding_arePassedOver(Layout layout) {
    Path folder = copy(layout);
    EncoderConfig config = EncoderFolder.read(folder);
    Map<String, TensorData> data = new LinkedHashMap<>();
    try (Weights weights = Weights.open(folder)) {
      String start = EncoderNames.of(config.names(), weights.names(), "").start();
      for (String name : weights.names()) {
        long[] shape = weights.entry(name).shape().stream().mapToLong(Long::longValue).toArray();
        if (weights.entry(name).dtype().isFloating()) {
          data.put(name, TensorData.floats(weights.floats(name), shape));
        }
      }
      for (String mask : List.of("masked_spec_embed", "mask_time_emb_vector")) {
        if (layout != Layout.WHISPER) { // which masks nothing
          data.put(start + mask, TensorData.floats(new float[config.width()], config.width()));
        }
      }
    }
    HEADS.forEach(head -> data.putIfAbsent(head, TensorData.floats(new float[6], 2, 3)));
    delete(folder);
    SafetensorsWriter.write(folder.resolve("model.safetensors"), data, Map.of());
    try (Scope scope = Scope.open();
        LoadedEncoder bare = Backbone.open(layout.folder()).weights();
        LoadedEncoder found = Backbone.open(folder).weights()) {
      assertThat(found.parameters().all()).hasSameSizeAs(bare.parameters().all());
      bare.parameters()
          .all()
          .forEach(
              (name, tensor) ->
                  assertThat(Ops.floats(found.parameters().all().get(name)))
                      .as(name)
                      .containsExactly(Ops.floats(tensor)));
    }
  }

  @ParameterizedTest
  @MethodSource("published")
  void open_gitLfsPointer_isRefusedWithTheCommandThatFetchesIt(Layout layout) throws IOException {
    Path folder = copy(layout);
    for (String name : WEIGHT_FILES) {
      if (Files.exists(folder.resolve(name))) {
        Files.writeString(
            folder.resolve(name),
            "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 377607901\n"
                .formatted("0".repeat(64)));
      }
    }
    assertThatThrownBy(() -> Backbone.open(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("Git LFS pointer", "\"git lfs pull\"", folder.toString());
  }

  @ParameterizedTest
  @MethodSource("published")
  void open_peftAdapterAlone_isRefusedWithTheNameOfItsBase(Layout layout) throws IOException {
    Path folder = copy(layout);
    delete(folder);
    Files.writeString(
        folder.resolve("adapter_config.json"),
        "{\"peft_type\": \"LORA\", \"base_model_name_or_path\": \"somebody/encoder\"}");
    assertThatThrownBy(() -> Backbone.open(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("a PEFT adapter", "give its base \"somebody/encoder\"");
  }

  private static Waveform clip() {
    return new Waveform(TinyEncoders.clips().get(1), Waveform.MODEL_SAMPLE_RATE);
  }

  private Path copy(Layout layout) {
    Path folder = temporary.resolve("published");
    try (Stream<Path> files = Files.list(layout.folder())) {
      Files.createDirectories(folder);
      for (Path file : files.filter(one -> !one.endsWith("golden.safetensors")).toList()) {
        Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try {
      for (String name : WEIGHT_FILES) {
        Files.deleteIfExists(folder.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
