package org.emoglot.encoder.wav2vec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.encoder.FeatureExtractor;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against transformers, see {@code reference/wav2vec2_goldens.py}. */
@ExtendWith(OneThread.class)
class GoldenParityTest {

  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @ValueSource(strings = {"wav2vec2-base-tiny", "wav2vec2-large-tiny"})
  void hiddenStates_ofOneClip_equalTransformers(String name) {
    Map<String, Double> worst = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        Safetensors golden = TinyEncoders.golden(name);
        LoadedEncoder weights = LoadedEncoder.load(TinyEncoders.goldenFolder(name))) {
      SpeechEncoder encoder = weights.encoder();
      FeatureExtractor extractor = new FeatureExtractor(encoder.config());
      for (int i = 0; i < TinyEncoders.CLIPS; i++) {
        float[] samples = extractor.extract(waveform(golden, i));
        compare(worst, "normalised", samples, golden.floats("normalised" + i));
        Frames features = encoder.encodeFeatures(Frames.pack(List.of(samples), 1));
        compare(worst, "conv", floats(features), golden.floats("conv" + i));
        float[] projected = golden.floats("projected" + i);
        encoder.input(
            features,
            frames -> {
              compare(worst, "projected", floats(frames), projected);
              return frames;
            },
            false);
        List<Frames> states = encoder.hiddenStates(features, false);
        assertThat(states).hasSize(TinyEncoders.LAYERS + 1);
        for (int layer = 0; layer < states.size(); layer++) {
          compare(
              worst,
              "hidden." + layer,
              floats(states.get(layer)),
              golden.floats("hidden%d.%d".formatted(i, layer)));
        }
      }
    }
    Figures.write("parity-alone-" + name, worst);
    assertThat(worst).allSatisfy((what, error) -> assertThat(error).as(what).isLessThan(TOLERANCE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wav2vec2-base-tiny", "wav2vec2-large-tiny"})
  void hiddenStates_ofABatch_equalTransformersOnEachClipAlone(String name) {
    Map<String, Double> worst = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        Safetensors golden = TinyEncoders.golden(name);
        LoadedEncoder weights = LoadedEncoder.load(TinyEncoders.goldenFolder(name))) {
      List<Frames> states = batchStates(weights.encoder(), golden);
      for (int layer = 0; layer < states.size(); layer++) {
        for (int i = 0; i < TinyEncoders.CLIPS; i++) {
          compare(
              worst,
              "hidden." + layer,
              ofClip(states.get(layer), i),
              golden.floats("hidden%d.%d".formatted(i, layer)));
        }
      }
    }
    Figures.write("parity-batch-" + name, worst);
    assertThat(worst).allSatisfy((what, error) -> assertThat(error).as(what).isLessThan(TOLERANCE));
  }

  @Test
  void hiddenStates_ofABatchInTheLargeLayout_equalTransformersMaskedBatch() {
    Map<String, Double> worst = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        Safetensors golden = TinyEncoders.golden("wav2vec2-large-tiny");
        LoadedEncoder weights =
            LoadedEncoder.load(TinyEncoders.goldenFolder("wav2vec2-large-tiny"))) {
      Frames last = batchStates(weights.encoder(), golden).get(TinyEncoders.LAYERS);
      long[] frames = new long[TinyEncoders.CLIPS];
      golden.bytes("frames").asLongBuffer().get(frames);
      assertThat(last.lengths()).containsExactly((int) frames[0], (int) frames[1], (int) frames[2]);
      Tensor padded =
          Ops.tensor(
              golden.floats("batch.hidden.3"),
              TinyEncoders.CLIPS,
              Arrays.stream(last.lengths()).max().orElseThrow(),
              last.values().size(1)); // (B, T, D)
      for (int i = 0; i < TinyEncoders.CLIPS; i++) {
        Tensor counted = padded.select(0, i).narrow(0, 0, last.lengths()[i]);
        compare(worst, "clip" + i, ofClip(last, i), Ops.floats(counted));
      }
    }
    Figures.write("parity-masked-batch", worst);
    assertThat(worst).allSatisfy((what, error) -> assertThat(error).as(what).isLessThan(TOLERANCE));
  }

  @Test
  void load_namesWithPrefixBesidePretrainingHeads_equalsTransformers() {
    String name = "wav2vec2-pretrained-prefix-tiny";
    Map<String, Double> worst = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        Safetensors golden = TinyEncoders.golden(name);
        LoadedEncoder weights = LoadedEncoder.load(TinyEncoders.goldenFolder(name))) {
      SpeechEncoder encoder = weights.encoder();
      Frames features =
          encoder.encodeFeatures(Frames.pack(List.of(golden.floats("normalised0")), 1));
      List<Frames> states = encoder.hiddenStates(features, false);
      compare(
          worst,
          "last",
          floats(states.get(states.size() - 1)),
          golden.floats("last_hidden_state0"));
    }
    Figures.write("parity-" + name, worst);
    assertThat(worst).allSatisfy((what, error) -> assertThat(error).as(what).isLessThan(TOLERANCE));
  }

  private static List<Frames> batchStates(SpeechEncoder encoder, Safetensors golden) {
    FeatureExtractor extractor = new FeatureExtractor(encoder.config());
    List<float[]> clips = new ArrayList<>();
    for (int i = 0; i < TinyEncoders.CLIPS; i++) {
      clips.add(extractor.extract(waveform(golden, i)));
    }
    return encoder.hiddenStates(encoder.encodeFeatures(Frames.pack(clips, 1)), false);
  }

  private static Waveform waveform(Safetensors golden, int clip) {
    return new Waveform(golden.floats("clip" + clip), Waveform.MODEL_SAMPLE_RATE);
  }

  private static float[] floats(Frames frames) {
    return Ops.floats(frames.values());
  }

  private static float[] ofClip(Frames frames, int clip) {
    return Ops.floats(frames.sequences().get(clip));
  }

  private static void compare(
      Map<String, Double> worst, String what, float[] actual, float[] expected) {
    worst.merge(what, Difference.relative(actual, expected), Math::max);
  }
}
