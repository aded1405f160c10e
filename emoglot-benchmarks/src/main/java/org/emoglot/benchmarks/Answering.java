package org.emoglot.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.BundledModel;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.ScorerOptions;

/** The probabilities of every clip by the bundled model, in one engine. */
record Answering(String engine) implements Worker.Side {

  @Override
  public void serve(BenchmarkFolder folder, Worker worker) {
    List<Waveform> clips = folder.extraction();
    try (EmotionClassifier classifier =
        EmotionClassifier.load(BundledModel.folder(), ScorerOptions.DEFAULT.withEngine(engine))) {
      worker.answer(Map.of("ready", "bundled-" + engine, "engine", classifier.engine()));
      for (JsonNode request = worker.next(); request.isObject(); request = worker.next()) {
        long start = System.nanoTime();
        List<Prediction> predictions = classifier.predictSpeech(clips);
        double seconds = Worker.secondsSince(start);
        if (request.has("out")) {
          BenchmarkFolder.write(
              Path.of(request.path("out").asText()),
              predictions.stream().map(one -> scores(classifier, one)).toList());
        }
        worker.answer(Map.of("seconds", seconds));
      }
    }
  }

  /** In the order of the labels. */
  private static float[] scores(EmotionClassifier classifier, Prediction prediction) {
    List<String> names = classifier.labels().names();
    float[] scores = new float[names.size()];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = (float) prediction.score(names.get(k));
    }
    return scores;
  }
}
