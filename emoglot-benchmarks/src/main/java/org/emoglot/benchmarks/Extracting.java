package org.emoglot.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.emoglot.audio.Waveform;
import org.emoglot.embedding.Embedding;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.embedding.EmbeddingOptions;
import org.emoglot.embedding.Level;
import org.emoglot.tensor.Precision;

/** Embeds every clip: the mean over its frames of the last hidden state. */
record Extracting(Precision precision) implements Worker.Side {

  @Override
  public void serve(BenchmarkFolder folder, Worker worker) {
    List<Waveform> clips = folder.extraction();
    EmbeddingOptions options =
        new EmbeddingOptions(Level.UTTERANCE, EmbeddingOptions.LAST, precision);
    try (EmbeddingExtractor extractor = EmbeddingExtractor.open(folder.model(), options)) {
      worker.ready(precision.id());
      for (JsonNode request = worker.next(); request.isObject(); request = worker.next()) {
        long start = System.nanoTime();
        List<float[]> embeddings =
            extractor.extract(clips).stream().map(Embedding::values).toList();
        double seconds = Worker.secondsSince(start);
        if (request.has("out")) {
          BenchmarkFolder.write(Path.of(request.path("out").asText()), embeddings);
        }
        worker.answer(Map.of("seconds", seconds));
      }
    }
  }
}
