package org.emoglot.encoder.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.acoustic.WhisperSpectrum;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.encoder.FeatureExtractor;
import org.emoglot.encoder.Hearing;
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

/** Against transformers, see {@code reference/whisper_goldens.py}. */
@ExtendWith(OneThread.class)
class WhisperParityTest {

  private static final double TOLERANCE = 1e-5;
  private static final int FEATURE_CLIPS = 5;

  @ParameterizedTest
  @ValueSource(ints = {80, 128})
  void logEnergies_goldenClips_areTransformers(int bands) {
    WhisperSpectrum spectrum = new WhisperSpectrum(bands);
    Map<String, Double> gaps = new LinkedHashMap<>();
    try (Safetensors golden = TinyEncoders.golden("whisper-features")) {
      for (int i = 0; i < FEATURE_CLIPS; i++) {
        float[] ours = spectrum.logEnergies(golden.floats("clip" + i));
        float[] theirs = golden.floats(bands + "." + i);
        assertThat(ours).as("clip %d", i).hasSameSizeAs(theirs);
        double gap = 0;
        for (int k = 0; k < ours.length; k++) {
          gap = Math.max(gap, Math.abs(ours[k] - theirs[k]));
        }
        gaps.put("clip " + i, gap);
      }
    }
    Figures.write("parity-whisper-features-" + bands, gaps);
    assertThat(gaps).allSatisfy((clip, gap) -> assertThat(gap).as(clip).isLessThan(TOLERANCE));
  }

  @ParameterizedTest
  @CsvSource({
    "whisper-full-tiny, VALID",
    "whisper-full-tiny, PADDED",
    "whisper-v3-tiny, VALID",
    "whisper-v3-tiny, PADDED",
    "whisper-bare-tiny, VALID",
    "whisper-bare-tiny, PADDED"
  })
  void hiddenStates_ofEveryLayout_equalTransformersAloneAndInABatch(String name, Hearing hearing) {
    Map<String, Double> alone = new LinkedHashMap<>();
    Map<String, Double> batch = new LinkedHashMap<>();
    Path folder = TinyEncoders.goldenFolder(name);
    EncoderConfig config = EncoderFolder.read(folder).with(hearing);
    try (Scope scope = Scope.open();
        Safetensors golden = TinyEncoders.golden(name);
        LoadedEncoder weights = LoadedEncoder.load(config, folder, "")) {
      SpeechEncoder encoder = weights.encoder();
      FeatureExtractor extractor = new FeatureExtractor(config);
      List<float[]> clips = new ArrayList<>();
      for (float[] clip : TinyEncoders.clips()) {
        clips.add(extractor.extract(new Waveform(clip, Waveform.MODEL_SAMPLE_RATE)));
      }
      List<Frames> together = states(encoder, clips);
      for (int i = 0; i < clips.size(); i++) {
        List<Frames> single = states(encoder, List.of(clips.get(i)));
        assertThat(single).hasSize(TinyEncoders.LAYERS + 1);
        for (int layer = 0; layer < single.size(); layer++) {
          String state = "hidden." + layer;
          float[] expected = golden.floats("%s%d.%d".formatted(hearing.id(), i, layer));
          alone.merge(
              state,
              Difference.relative(Ops.floats(single.get(layer).values()), expected),
              Math::max);
          batch.merge(
              state,
              Difference.relative(Ops.floats(together.get(layer).sequences().get(i)), expected),
              Math::max);
        }
      }
    }
    Figures.write("parity-alone-%s-%s".formatted(name, hearing.id()), alone);
    Figures.write("parity-batch-%s-%s".formatted(name, hearing.id()), batch);
    assertThat(alone).allSatisfy((what, error) -> assertThat(error).as(what).isLessThan(TOLERANCE));
    assertThat(batch).allSatisfy((what, error) -> assertThat(error).as(what).isLessThan(TOLERANCE));
  }

  private static List<Frames> states(SpeechEncoder encoder, List<float[]> clips) {
    return encoder.hiddenStates(encoder.encodeFeatures(Frames.pack(clips, 1)), false);
  }
}
