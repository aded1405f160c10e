package org.emoglot.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.ClipWindows;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.network.ModelFolder;
import org.emoglot.network.SavedModels;
import org.emoglot.nn.Frames;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against transformers' hidden states, see {@code reference/wav2vec2_goldens.py}. */
@ExtendWith(OneThread.class)
class EmbeddingExtractorTest {

  private static final int SECOND = Waveform.MODEL_SAMPLE_RATE;
  private static final double TOLERANCE = 1e-4;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"wav2vec2-base-tiny", "wav2vec2-large-tiny"})
  void extract_framesOfEveryLayer_equalTransformers(String name) {
    Map<String, Double> worst = new LinkedHashMap<>();
    try (Safetensors golden = TinyEncoders.golden(name)) {
      for (int layer = 0; layer <= TinyEncoders.LAYERS; layer++) {
        List<Embedding> found = extract(name, Level.FRAME, String.valueOf(layer), clips(golden));
        for (int i = 0; i < found.size(); i++) {
          float[] expected = golden.floats("hidden%d.%d".formatted(i, layer));
          assertThat(found.get(i).rows()).isEqualTo(found.get(i).frames());
          worst.merge(
              "layer " + layer, Difference.relative(found.get(i).values(), expected), Math::max);
        }
      }
    }
    Figures.write("embedding-frames-" + name, worst);
    assertThat(worst).hasSize(4).allSatisfy((l, e) -> assertThat(e).as(l).isLessThan(TOLERANCE));
  }

  @Test
  void extract_utterance_isTheMeanOfTheGoldenFrames() {
    String name = "wav2vec2-base-tiny";
    try (Safetensors golden = TinyEncoders.golden(name)) {
      List<Embedding> last = extract(name, Level.UTTERANCE, "last", clips(golden));
      List<Embedding> mix = extract(name, Level.UTTERANCE, "mix", clips(golden));
      for (int i = 0; i < TinyEncoders.CLIPS; i++) {
        int width = last.get(i).width();
        float[] ofAll = new float[width];
        for (int layer = 0; layer <= TinyEncoders.LAYERS; layer++) {
          float[] mean = mean(golden.floats("hidden%d.%d".formatted(i, layer)), width);
          for (int d = 0; d < width; d++) {
            ofAll[d] += mean[d] / (TinyEncoders.LAYERS + 1);
          }
          if (layer == TinyEncoders.LAYERS) {
            assertThat(Difference.relative(last.get(i).values(), mean)).isLessThan(TOLERANCE);
          }
        }
        assertThat(last.get(i).rows()).isEqualTo(1);
        assertThat(Difference.relative(mix.get(i).values(), ofAll)).isLessThan(TOLERANCE);
      }
    }
  }

  @Test
  void extract_manyClips_areInOrderAndEachAsAlone() {
    List<Waveform> clips = new ArrayList<>();
    for (int i = 0; i < 40; i++) { // more than a batch, the longest first and last
      clips.add(noise(i, SECOND / 5 + Math.abs(20 - i) * SECOND / 40));
    }
    double worst = 0;
    try (EmbeddingExtractor extractor = open("wav2vec2-base-tiny", Level.FRAME, "last")) {
      List<Embedding> together = extractor.extract(clips);
      for (int i = 0; i < clips.size(); i++) {
        Embedding alone = extractor.extract(List.of(clips.get(i))).get(0);
        assertThat(together.get(i).frames()).isEqualTo(alone.frames());
        worst = Math.max(worst, Difference.relative(together.get(i).values(), alone.values()));
      }
      assertThat(extractor.extract(List.of())).isEmpty();
    }
    assertThat(worst).isLessThan(TOLERANCE);
  }

  @Test
  void extract_longRecording_joinsItsWindows() {
    Waveform recording = noise(1, 70 * SECOND + 1);
    int[] edges = {0, 373_333, 746_667, 1_120_001};
    List<Waveform> windows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      windows.add(
          new Waveform(Arrays.copyOfRange(recording.samples(), edges[i], edges[i + 1]), SECOND));
    }
    String name = "wav2vec2-base-tiny";
    Embedding frames = extract(name, Level.FRAME, "1", List.of(recording)).get(0);
    Embedding utterance = extract(name, Level.UTTERANCE, "1", List.of(recording)).get(0);
    List<Embedding> parts = extract(name, Level.FRAME, "1", windows);

    assertThat(frames.frames()).isEqualTo(parts.stream().mapToInt(Embedding::frames).sum());
    int start = 0;
    for (Embedding part : parts) {
      int end = start + part.values().length;
      assertThat(
              Difference.relative(Arrays.copyOfRange(frames.values(), start, end), part.values()))
          .isLessThan(1e-5);
      start = end;
    }
    assertThat(utterance.frames()).isEqualTo(frames.frames());
    assertThat(Difference.relative(utterance.values(), mean(frames.values(), frames.width())))
        .isLessThan(1e-5);
  }

  @ParameterizedTest
  @EnumSource(Level.class)
  void extract_clipThatIsReadInBlocks_isAsTheWholeOne(Level level) {
    Waveform recording = noise(2, 125 * SECOND);
    try (EmbeddingExtractor extractor = open("wav2vec2-base-tiny", level, "1")) {
      Embedding whole = extractor.extract(List.of(recording)).get(0);
      ClipWindows clip = ClipWindows.of(file -> recording, ClipAudio.whole(folder));
      assertThat(clip.whole()).isEmpty();
      float[] values = new float[whole.values().length];
      int[] filled = {0};
      int frames =
          extractor.extract(
              clip,
              some -> {
                System.arraycopy(some, 0, values, filled[0], some.length);
                filled[0] += some.length;
              });
      assertThat(frames).isEqualTo(whole.frames()).isEqualTo(extractor.frames(clip));
      assertThat(filled[0]).isEqualTo(values.length);
      assertThat(Difference.relative(values, whole.values())).isLessThan(1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"peft", "full"})
  void extract_withATrainedModel_isWhatItPools(String kind) {
    Path backbone = SavedModels.backbone(folder.resolve("backbone"));
    Path model = folder.resolve("model");
    SavedModels.save(backbone, Kind.of(kind), model);
    List<Waveform> clips = new ArrayList<>();
    TinyEncoders.clips().forEach(clip -> clips.add(new Waveform(clip, SECOND)));

    List<Embedding> mix = extract(model, Level.UTTERANCE, "mix", clips);
    List<Embedding> last = extract(model, Level.UTTERANCE, "last", clips);
    List<Embedding> plain = extract(backbone, Level.UTTERANCE, "last", clips);

    try (EmotionNetwork network = ModelFolder.load(model)) {
      for (int i = 0; i < clips.size(); i++) {
        try (Scope scope = Scope.open()) {
          Frames prepared =
              Frames.pack(
                  List.of(network.encoder().prepare(clips.get(i))),
                  network.encoder().preparedChannels());
          float[] pooled = Ops.floats(network.embed(prepared, false));
          assertThat(Difference.relative(mix.get(i).values(), pooled)).isLessThan(1e-5);
          assertThat(Difference.relative(last.get(i).values(), pooled))
              .as("the last layer is not the learned mixture")
              .isGreaterThan(1e-3);
          assertThat(Difference.relative(last.get(i).values(), plain.get(i).values()))
              .as("training has changed the encoder")
              .isGreaterThan(1e-3);
        }
      }
    }
  }

  @Test
  void open_adapterOnlyModel_findsItsBackboneWhereItIsNow() {
    Path backbone = SavedModels.backbone(folder.resolve("backbone"));
    Path model = folder.resolve("model");
    SavedModels.save(backbone, Kind.PEFT, model);
    Path moved = folder.resolve("moved");
    assertThat(backbone.toFile().renameTo(moved.toFile())).isTrue();

    assertThatThrownBy(() -> EmbeddingExtractor.open(model, EmbeddingOptions.DEFAULT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "found nothing there: give its folder with --backbone (of extract: --base).");
    try (EmbeddingExtractor extractor =
        EmbeddingExtractor.open(model, moved, EmbeddingOptions.DEFAULT)) {
      assertThat(extractor.origin().name()).isEqualTo("model");
      assertThat(extractor.origin().sha256()).hasSize(64);
      assertThat(extractor.width()).isEqualTo(48);
      assertThat(extractor.layers()).isEqualTo(TinyEncoders.LAYERS);
      assertThat(extractor.minimumSamples()).isPositive();
    }
  }

  @Test
  void fingerprint_ofAModelAndItsBackbone_differ() {
    Path backbone = SavedModels.backbone(folder.resolve("backbone"));
    Path model = folder.resolve("model");
    SavedModels.save(backbone, Kind.PEFT, model);

    try (EmbeddingExtractor plain = EmbeddingExtractor.open(backbone, EmbeddingOptions.DEFAULT);
        EmbeddingExtractor again =
            open("wav2vec2-base-tiny", Level.FRAME, "mix"); // the same files in another place
        EmbeddingExtractor adapted = EmbeddingExtractor.open(model, EmbeddingOptions.DEFAULT)) {
      assertThat(again.fingerprint()).isEqualTo(plain.fingerprint());
      assertThat(adapted.fingerprint()).isNotEqualTo(plain.fingerprint());
    }
  }

  @Test
  void open_withAWrongLayer_saysWhichThereAre() {
    assertThatThrownBy(() -> open("wav2vec2-base-tiny", Level.FRAME, "4"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected a layer last, mix or from 0 to 3, found 4.");
    assertThatThrownBy(() -> new EmbeddingOptions(Level.FRAME, "first"))
        .hasMessage("Expected a layer last, mix, a number or a range such as 2..5, found 'first'.");
    assertThatThrownBy(() -> Level.of("phone"))
        .hasMessage("Expected a level utterance or frame, found 'phone'.");
  }

  private static List<Embedding> extract(
      String golden, Level level, String layer, List<Waveform> clips) {
    return extract(TinyEncoders.goldenFolder(golden), level, layer, clips);
  }

  private static List<Embedding> extract(
      Path model, Level level, String layer, List<Waveform> clips) {
    try (EmbeddingExtractor extractor =
        EmbeddingExtractor.open(model, new EmbeddingOptions(level, layer))) {
      return extractor.extract(clips);
    }
  }

  private static EmbeddingExtractor open(String golden, Level level, String layer) {
    return EmbeddingExtractor.open(
        TinyEncoders.goldenFolder(golden), new EmbeddingOptions(level, layer));
  }

  private static List<Waveform> clips(Safetensors golden) {
    List<Waveform> clips = new ArrayList<>();
    for (int i = 0; i < TinyEncoders.CLIPS; i++) {
      clips.add(new Waveform(golden.floats("clip" + i), SECOND));
    }
    return clips;
  }

  private static float[] mean(float[] frames, int width) {
    double[] sum = new double[width];
    for (int i = 0; i < frames.length; i++) {
      sum[i % width] += frames[i];
    }
    float[] mean = new float[width];
    for (int d = 0; d < width; d++) {
      mean[d] = (float) (sum[d] * width / frames.length);
    }
    return mean;
  }

  private static Waveform noise(long seed, int samples) {
    SeededRandom random = SeededRandom.of(seed);
    float[] values = new float[samples];
    for (int i = 0; i < samples; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return new Waveform(values, SECOND);
  }
}
