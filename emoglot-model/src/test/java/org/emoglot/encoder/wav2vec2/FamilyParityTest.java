package org.emoglot.encoder.wav2vec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every family and every format against transformers, see {@code reference/family_goldens.py}. */
@ExtendWith(OneThread.class)
class FamilyParityTest {

  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wav2vec2-mixed-tiny",
        "hubert-base-tiny",
        "hubert-large-tiny",
        "hubert-variant-tiny",
        "wavlm-base-tiny",
        "wavlm-large-tiny"
      })
  void hiddenStates_ofEveryFamily_equalTransformersAloneAndInABatch(String name) {
    Map<String, Double> alone = new LinkedHashMap<>();
    Map<String, Double> batch = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        Safetensors golden = TinyEncoders.golden(name);
        LoadedEncoder weights = LoadedEncoder.load(TinyEncoders.goldenFolder(name))) {
      SpeechEncoder encoder = weights.encoder();
      List<float[]> clips = extracted(encoder);
      alone.put("normalised", Difference.relative(clips.get(0), golden.floats("normalised0")));
      List<Frames> together = states(encoder, clips);
      for (int i = 0; i < clips.size(); i++) {
        List<Frames> single = states(encoder, List.of(clips.get(i)));
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
    assertThat(alone).allSatisfy((what, error) -> assertThat(error).as(what).isLessThan(TOLERANCE));
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
      List<Frames> states = states(weights.encoder(), List.of(expected.floats("normalised0")));
      error =
          Difference.relative(frames(states.get(states.size() - 1), 0), expected.floats(golden));
    }
    Figures.write("parity-format-" + format, error);
    assertThat(error).isLessThan(TOLERANCE);
  }

  private static List<float[]> extracted(SpeechEncoder encoder) {
    FeatureExtractor extractor = new FeatureExtractor(encoder.config());
    List<float[]> extracted = new ArrayList<>();
    for (float[] clip : TinyEncoders.clips()) {
      extracted.add(extractor.extract(new Waveform(clip, Waveform.MODEL_SAMPLE_RATE)));
    }
    return extracted;
  }

  private static List<Frames> states(SpeechEncoder encoder, List<float[]> clips) {
    return encoder.hiddenStates(encoder.encodeFeatures(Frames.pack(clips, 1)), false);
  }

  /** The frames of one clip of a batch. */
  private static float[] frames(Frames frames, int clip) {
    return Ops.floats(frames.sequences().get(clip));
  }
}
