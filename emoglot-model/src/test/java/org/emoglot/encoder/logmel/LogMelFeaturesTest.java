package org.emoglot.encoder.logmel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.encoder.context.ContextConfig;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;

/** Against transformers' feature extractor of w2v-BERT 2.0, see {@code reference/logmel.md}. */
class LogMelFeaturesTest {

  /** Both sides round the same formulas, one of them partly in float32. */
  private static final double TOLERANCE = 1e-4;

  private static final int CLIPS = 4;
  private static final LogMelConfig CONFIG = config(80, 2, MelNorm.BAND);

  @Test
  void forward_goldenClips_equalsTransformers() {
    double worst = 0;
    try (Scope scope = Scope.open();
        Safetensors golden = TinyEncoders.golden("logmel")) {
      LogMelFeatures encoder = new LogMelFeatures(CONFIG);
      for (int i = 0; i < CLIPS; i++) {
        Frames features = encoder.of(Frames.pack(List.of(golden.floats("clip" + i)), 1));
        worst = Math.max(worst, Difference.max(Ops.floats(features.values()), rows(golden, i)));
      }
    }
    Figures.write("parity-log-mel", worst);
    assertThat(worst).isLessThan(TOLERANCE);
  }

  @Test
  void forward_batch_equalsEachClipAlone() {
    try (Scope scope = Scope.open();
        Safetensors golden = TinyEncoders.golden("logmel")) {
      LogMelFeatures encoder = new LogMelFeatures(CONFIG);
      List<float[]> clips = new ArrayList<>();
      for (int i = 0; i < CLIPS; i++) {
        clips.add(golden.floats("clip" + i));
      }
      Frames batch = encoder.of(Frames.pack(clips, 1));
      for (int i = 0; i < CLIPS; i++) {
        Frames alone = encoder.of(Frames.pack(List.of(clips.get(i)), 1));
        int length = CONFIG.frames(clips.get(i).length);
        assertThat(batch.lengths()[i]).isEqualTo(length).isEqualTo(alone.lengths()[0]);
        assertThat(Ops.floats(batch.sequences().get(i)))
            .containsExactly(Ops.floats(alone.values()));
      }
    }
  }

  @Test
  void forward_silence_isZero() {
    try (Scope scope = Scope.open()) {
      Frames features = new LogMelFeatures(CONFIG).of(Frames.pack(List.of(new float[4000]), 1));
      float[] values = Ops.floats(features.values());
      assertThat(Difference.max(values, new float[values.length])).isLessThan(1e-6);
    }
  }

  @Test
  void forward_normOfClips_keepsTheTiltOfTheSpectrumAndNotTheLevel() {
    LogMelConfig perClip = config(8, 1, MelNorm.CLIP);
    float[] low = tone(200, 0.5);
    float[] soft = tone(200, 0.05);
    float[] values = features(perClip, low);
    assertThat(mean(values)).isCloseTo(0, within(1e-6));
    assertThat(variance(values)).isCloseTo(1, within(5e-3)); // one value less is counted
    assertThat(values[0]).isGreaterThan(values[7] + 1); // more energy in the lowest band
    assertThat(Difference.max(values, features(perClip, soft))).isLessThan(1e-3);
  }

  private static float[] tone(double hertz, double amplitude) {
    float[] samples = new float[8000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (amplitude * Math.sin(2 * Math.PI * hertz * i / 16_000));
    }
    return samples;
  }

  private static float[] features(LogMelConfig config, float[] samples) {
    try (Scope scope = Scope.open()) {
      return Ops.floats(new LogMelFeatures(config).of(Frames.pack(List.of(samples), 1)).values());
    }
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double variance(float[] values) {
    double mean = mean(values);
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / values.length;
  }

  /**
   * The golden rows that count. Where the number of 10 ms steps is odd, transformers fills the last
   * row up and masks it.
   */
  private static float[] rows(Safetensors golden, int clip) {
    long[] mask = new long[Math.toIntExact(golden.entry("mask" + clip).elements())];
    golden.bytes("mask" + clip).asLongBuffer().get(mask);
    int counted = (int) Arrays.stream(mask).sum();
    return Arrays.copyOf(golden.floats("features" + clip), counted * CONFIG.channels());
  }

  private static LogMelConfig config(int bands, int stride, MelNorm norm) {
    return new LogMelConfig(
        bands, stride, norm, new ContextConfig(8, 1, 2, 16, 3, 2, true, 1e-5, 0.1));
  }
}
