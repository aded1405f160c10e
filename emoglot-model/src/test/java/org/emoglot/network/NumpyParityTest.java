package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Saved models of the built-in encoders answer as {@code reference/mini_forward.py} does, which
 * shares no code with Emoglot.
 */
@ExtendWith(OneThread.class)
class NumpyParityTest {

  private static final double TOLERANCE = 1e-4;
  private static final double PROBABILITY_TOLERANCE = 1e-5;
  private static final int CLIPS = 3;

  @ParameterizedTest
  @CsvSource({
    "mini-tiny, mini-tiny, '', 3",
    "mini-tiny-mix, mini-tiny, mix., 3",
    "statistics-tiny, statistics-tiny, '', 5",
    "whisper-packed-tiny, whisper-packed-tiny, '', 4"
  })
  void answer_savedModel_hasNumpysLogits(String model, String answers, String prefix, int clips) {
    double worst = 0;
    try (EmotionNetwork network = ModelFolder.load(TinyEncoders.goldenFolder(model));
        Safetensors golden = TinyEncoders.golden(answers)) {
      for (int i = 0; i < clips; i++) {
        Waveform clip = new Waveform(golden.floats("clip" + i), Waveform.MODEL_SAMPLE_RATE);
        float[] ours =
            new BatchedInference(network)
                .answerParts(ClipParts.of(network, List.of(clip)))
                .get(0)
                .logits();
        float[] theirs = golden.floats(prefix + "logits" + i);
        assertThat(ours).hasSameSizeAs(theirs);
        for (int k = 0; k < ours.length; k++) {
          worst = Math.max(worst, Math.abs(ours[k] - theirs[k]));
        }
      }
    }
    String figures = "%s: logits differ from NumPy's by at most %.2e".formatted(model, worst);
    Figures.write("numpy-parity-" + model, figures);
    assertThat(worst).as(figures).isLessThan(TOLERANCE);
  }

  @Test
  void predict_savedCommittee_hasNumpysMeanProbabilities() {
    double worst = 0;
    try (EmotionClassifier classifier =
            EmotionClassifier.load(TinyEncoders.goldenFolder("mini-tiny-committee"));
        Safetensors golden = TinyEncoders.golden("mini-tiny")) {
      for (int i = 0; i < CLIPS; i++) {
        Prediction ours =
            classifier.predict(new Waveform(golden.floats("clip" + i), Waveform.MODEL_SAMPLE_RATE));
        float[] theirs = golden.floats("committee.logits" + i);
        assertThat(theirs).hasSize(classifier.labels().size());
        for (int k = 0; k < theirs.length; k++) {
          double score = ours.score(classifier.labels().name(k));
          worst = Math.max(worst, Math.abs(score - Math.exp(theirs[k])));
        }
      }
    }
    String figures =
        "a committee's probabilities differ from NumPy's by at most %.2e".formatted(worst);
    Figures.write("numpy-parity-committee", figures);
    assertThat(worst).as(figures).isLessThan(PROBABILITY_TOLERANCE);
  }
}
