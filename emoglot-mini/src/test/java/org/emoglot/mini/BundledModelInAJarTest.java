package org.emoglot.mini;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.BundledModel;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.io.Sha256;
import org.junit.jupiter.api.Test;

/** The model that the class path brings. */
class BundledModelInAJarTest {

  @Test
  void folder_onTheClassPath_isWhole() throws IOException {
    Path folder = BundledModel.folder();
    assertThat(folder).hasFileName("emoglot-mini");
    assertThat(folder.resolve("README.md")).content().contains("emoglot-mini", "research");
    for (String line : Files.readAllLines(folder.resolve("SHA256SUMS"))) {
      String[] parts = line.split("  ", 2);
      assertThat(Sha256.of(folder.resolve(parts[1]))).as(parts[1]).isEqualTo(parts[0]);
    }
    assertThat(folder.resolve("model.onnx")).exists();
  }

  @Test
  void bundled_answersNearlyAsTheModelThatItWasMadeOf() throws IOException {
    Path source = Path.of(System.getProperty("mini.model", "../models/emoglot-mini"));
    Waveform clip = voice();
    try (EmotionClassifier bundled = EmotionClassifier.bundled();
        EmotionClassifier saved =
            EmotionClassifier.load(source, ScorerOptions.DEFAULT.withEngine("torch"))) {
      assertThat(bundled.heard()).isEqualTo(saved.heard());
      Prediction expected = saved.predictSpeech(List.of(clip)).get(0);
      Prediction found = bundled.predictSpeech(List.of(clip)).get(0);
      for (Prediction.Score score : expected.scores()) {
        assertThat(Math.abs(found.score(score.label()) - score.score()))
            .as(score.label())
            .isLessThan(0.03);
      }
    }
  }

  /** Harmonics of a falling pitch in syllables. */
  private static Waveform voice() {
    float[] samples = new float[2 * Waveform.MODEL_SAMPLE_RATE];
    double phase = 0;
    for (int i = 0; i < samples.length; i++) {
      double t = (double) i / Waveform.MODEL_SAMPLE_RATE;
      phase += 2 * Math.PI * (180 - 40 * t) / Waveform.MODEL_SAMPLE_RATE;
      double syllable = Math.max(0, Math.sin(2 * Math.PI * 3 * t));
      double sum = 0;
      for (int harmonic = 1; harmonic <= 20; harmonic++) {
        sum += Math.sin(harmonic * phase) / harmonic;
      }
      samples[i] = (float) (0.1 * syllable * sum);
    }
    return new Waveform(samples, Waveform.MODEL_SAMPLE_RATE);
  }
}
