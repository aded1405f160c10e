package org.emoglot.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.embedding.EmbeddingOptions;

/**
 * One prediction on one clip of 3 s in a process that has everything loaded, beside the encoder's
 * own time for that clip.
 */
record Predicting() implements Worker.Side {

  @Override
  public void serve(BenchmarkFolder folder, Worker worker) {
    Waveform clip = BenchmarkFolder.read(folder.path().resolve("three-seconds.f32"));
    try (EmotionClassifier classifier = EmotionClassifier.load(folder.adapterModel());
        EmbeddingExtractor encoder =
            EmbeddingExtractor.open(folder.model(), EmbeddingOptions.DEFAULT)) {
      worker.ready("predict");
      for (JsonNode request = worker.next(); request.isObject(); request = worker.next()) {
        long start = System.nanoTime();
        classifier.predict(clip);
        double prediction = Worker.secondsSince(start);
        start = System.nanoTime();
        encoder.extract(List.of(clip));
        worker.answer(Map.of("seconds", prediction, "encoderSeconds", Worker.secondsSince(start)));
      }
    }
  }
}
