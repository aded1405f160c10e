package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.embedding.EmbeddingOptions;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.tensor.Engine;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models that version 0.1 trained and saved, before encoders had families, and what it answered by
 * them: {@code statistics} and {@code mini} trained whole, a wav2vec 2.0 checkpoint trained whole,
 * and adapters on a HuBERT.
 */
@ExtendWith(OneThread.class)
class EarlierModelsTest {

  /** Another processor or library adds in another order. */
  private static final double ELSEWHERE = 1e-5;

  private static final int CLIPS = 5;

  @ParameterizedTest
  @ValueSource(strings = {"statistics", "mini", "wav2vec2", "adapters"})
  void load_modelOfBefore_givesTheSameAnswersToTheBit(String name) {
    Path backbone = TinyEncoders.goldenFolder("hubert-base-tiny");
    Path before = backbone.getParent().resolveSibling("before");
    Path model = before.resolve(name).resolve("model");
    boolean adapters = name.equals("adapters");
    try (Safetensors answers =
            Safetensors.open(
                TinyEncoders.goldenFolder("../before").resolve("answers.safetensors"));
        EmotionClassifier classifier =
            adapters
                ? EmotionClassifier.load(model, ScorerOptions.DEFAULT.withBackbone(backbone))
                : EmotionClassifier.load(model);
        EmbeddingExtractor extractor =
            adapters
                ? EmbeddingExtractor.open(model, backbone, EmbeddingOptions.DEFAULT)
                : EmbeddingExtractor.open(model, EmbeddingOptions.DEFAULT)) {
      boolean sameEngine = Engine.info().toString().equals(answers.metadata().get("engine"));
      int spoken = 0;
      for (int i = 0; i < CLIPS; i++) {
        Waveform clip = clip(i);
        Prediction prediction = classifier.predict(clip);
        if (prediction.speech()) { // version 0.1 answered clips without speech too
          spoken++;
          requireSame(
              scores(classifier, prediction), answers.floats(name + ".scores" + i), sameEngine);
        }
        requireSame(
            extractor.extract(List.of(clip)).get(0).values(),
            answers.floats(name + ".embedding" + i),
            sameEngine);
      }
      assertThat(spoken).as("clips with speech").isGreaterThan(CLIPS / 2);
    }
  }

  private static float[] scores(EmotionClassifier classifier, Prediction prediction) {
    List<String> labels = classifier.labels().names();
    float[] scores = new float[labels.size()];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = (float) prediction.score(labels.get(k));
    }
    return scores;
  }

  private static void requireSame(float[] now, float[] before, boolean toTheBit) {
    if (toTheBit) {
      assertThat(now).containsExactly(before);
    } else {
      assertThat(now).hasSameSizeAs(before);
      assertThat(IntStream.range(0, now.length).mapToDouble(i -> Math.abs(now[i] - before[i])))
          .allMatch(difference -> difference < ELSEWHERE);
    }
  }

  private static Waveform clip(int i) {
    try (Safetensors golden = TinyEncoders.golden("statistics-tiny")) {
      return new Waveform(golden.floats("clip" + i), Waveform.MODEL_SAMPLE_RATE);
    }
  }
}
