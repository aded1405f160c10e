package org.emoglot.encoder.wav2vec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.encoder.FeatureExtractor;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Encoders of full size with random weights against transformers: {@code
 * reference/full_size_goldens.py} makes them, and EMOGLOT_FULL_SIZE_GOLDENS names their folder.
 */
@Tag("slow")
class FullSizeParityTest {

  private static final String VARIABLE = "EMOGLOT_FULL_SIZE_GOLDENS";
  private static final double TOLERANCE = 1e-4;
  private static final int CLIPS = 2;

  @ParameterizedTest
  @ValueSource(strings = {"wav2vec2-base", "wav2vec2-large"})
  void hiddenStates_ofFullSize_equalTransformers(String name) {
    String root = System.getenv(VARIABLE);
    assumeTrue(
        root != null,
        VARIABLE + " is not set: make the folder that it names by reference/full_size_goldens.py");
    Path folder = Path.of(root, name);
    assertThat(folder).isDirectory();
    Map<String, Double> worst = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        Safetensors golden = Safetensors.open(folder.resolve("golden.safetensors"));
        LoadedEncoder weights = LoadedEncoder.load(folder)) {
      SpeechEncoder encoder = weights.encoder();
      FeatureExtractor extractor = new FeatureExtractor(encoder.config());
      for (int i = 0; i < CLIPS; i++) {
        float[] samples =
            extractor.extract(new Waveform(golden.floats("clip" + i), Waveform.MODEL_SAMPLE_RATE));
        List<Frames> states =
            Ops.withoutGradient(
                () ->
                    encoder.hiddenStates(
                        encoder.encodeFeatures(Frames.pack(List.of(samples), 1)), false));
        for (int layer = 0; layer < states.size(); layer++) {
          double error =
              Difference.relative(
                  Ops.floats(states.get(layer).values()),
                  golden.floats("hidden%d.%d".formatted(i, layer)));
          worst.merge("hidden." + layer, error, Math::max);
        }
      }
    }
    Figures.write("parity-full-" + name, worst);
    assertThat(worst).allSatisfy((what, error) -> assertThat(error).as(what).isLessThan(TOLERANCE));
  }
}
