package org.emoglot.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every family and every format against transformers, and emotion2vec against the published code;
 * see {@code family_goldens.py}, {@code conformer_goldens.py} and {@code emotion2vec_goldens.py} in
 * {@code reference/}.
 */
@ExtendWith(OneThread.class)
class FamilyParityTest {

  private static final double TOLERANCE = 1e-5;
  private static final String OF_OUR_FEATURES = "last state of our features";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wav2vec2-mixed-tiny",
        "hubert-base-tiny",
        "hubert-large-tiny",
        "hubert-variant-tiny",
        "wavlm-base-tiny",
        "wavlm-large-tiny",
        "unispeech-tiny",
        "unispeech-sat-base-tiny",
        "unispeech-sat-large-tiny",
        "data2vec-tiny",
        "data2vec-ctc-tiny",
        "conformer-relative-tiny",
        "conformer-rotary-tiny",
        "w2v-bert-tiny",
        "w2v-bert-relative-tiny",
        "w2v-bert-rotary-tiny",
        "w2v-bert-none-tiny",
        "emotion2vec-tiny",
        "emotion2vec-plus-tiny"
      })
  void hiddenStates_ofEveryFamily_equalTransformersAloneAndInABatch(String name) {
    Map<String, Double> alone = new LinkedHashMap<>();
    Map<String, Double> batch = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        Safetensors golden = TinyEncoders.golden(name);
        LoadedEncoder weights = LoadedEncoder.load(TinyEncoders.goldenFolder(name))) {
      SpeechEncoder encoder = weights.encoder();
      List<float[]> clips = extracted(encoder);
      List<Frames> features = compareExtracted(alone, encoder, clips, golden);
      List<Frames> together =
          states(encoder, Frames.pack(features.stream().map(Frames::values).toList()));
      for (int i = 0; i < clips.size(); i++) {
        List<Frames> single = states(encoder, features.get(i));
        assertThat(single).hasSize(TinyEncoders.LAYERS + 1);
        for (int layer = 0; layer < single.size(); layer++) {
          String state = "hidden." + layer;
          float[] expected = golden.floats("hidden%d.%d".formatted(i, layer));
          alone.merge(
              state, Difference.relative(frames(single.get(layer), 0), expected), Math::max);
          batch.merge(
              state, Difference.relative(frames(together.get(layer), i), expected), Math::max);
        }
      }
    }
    Figures.write("parity-alone-" + name, alone);
    Figures.write("parity-batch-" + name, batch);
    assertThat(alone)
        .allSatisfy(
            (what, error) ->
                assertThat(error)
                    .as(what)
                    .isLessThan(what.equals(OF_OUR_FEATURES) ? 2 * TOLERANCE : TOLERANCE));
    assertThat(batch).allSatisfy((what, error) -> assertThat(error).as(what).isLessThan(TOLERANCE));
  }

  @ParameterizedTest
  @CsvSource({
    "f32, f32",
    "f32-sharded, f32",
    "f16, f16",
    "bf16, bf16",
    "bin-zip, f32",
    "bin-legacy, f32"
  })
  void hiddenStates_ofEveryFormat_equalTransformers(String format, String golden) {
    double error;
    Path folder = TinyEncoders.goldenFolder("formats-tiny");
    try (Scope scope = Scope.open();
        Safetensors expected = TinyEncoders.golden("formats-tiny");
        LoadedEncoder weights = LoadedEncoder.load(folder.resolve(format))) {
      List<Frames> states =
          states(
              weights.encoder(),
              weights
                  .encoder()
                  .encodeFeatures(Frames.pack(List.of(expected.floats("normalised0")), 1)));
      error =
          Difference.relative(frames(states.get(states.size() - 1), 0), expected.floats(golden));
    }
    Figures.write("parity-format-" + format, error);
    assertThat(error).isLessThan(TOLERANCE);
  }

  /**
   * Compares what transformers' feature extractor makes of clips: samples, or features.
   *
   * @return the features of each clip: transformers' own where it makes some, since it computes
   *     them in float32, and a network makes as much of that rounding as its weights want
   */
  private static List<Frames> compareExtracted(
      Map<String, Double> errors, SpeechEncoder encoder, List<float[]> clips, Safetensors golden) {
    List<Frames> features = new ArrayList<>();
    for (int i = 0; i < clips.size(); i++) {
      Frames ours = encoder.encodeFeatures(Frames.pack(List.of(clips.get(i)), 1));
      if (golden.names().contains("normalised0")) {
        features.add(ours);
        continue;
      }
      float[] theirs = golden.floats("features" + i);
      errors.merge("features", Difference.relative(frames(ours, 0), theirs), Math::max);
      features.add(Frames.pack(List.of(theirs), encoder.config().channels()));
      List<Frames> states = states(encoder, ours);
      float[] last = golden.floats("hidden%d.%d".formatted(i, TinyEncoders.LAYERS));
      errors.merge(
          OF_OUR_FEATURES,
          Difference.relative(frames(states.get(TinyEncoders.LAYERS), 0), last),
          Math::max);
    }
    if (golden.names().contains("normalised0")) {
      errors.put("normalised", Difference.relative(clips.get(0), golden.floats("normalised0")));
    }
    return features;
  }

  private static List<float[]> extracted(SpeechEncoder encoder) {
    FeatureExtractor extractor = new FeatureExtractor(encoder.config());
    List<float[]> extracted = new ArrayList<>();
    for (float[] clip : TinyEncoders.clips()) {
      extracted.add(extractor.extract(new Waveform(clip, Waveform.MODEL_SAMPLE_RATE)));
    }
    return extracted;
  }

  private static List<Frames> states(SpeechEncoder encoder, Frames features) {
    return encoder.hiddenStates(features, false).stream().map(encoder::speech).toList();
  }

  /** The frames of one clip of a batch. */
  private static float[] frames(Frames frames, int clip) {
    return Ops.floats(frames.sequences().get(clip));
  }
}
