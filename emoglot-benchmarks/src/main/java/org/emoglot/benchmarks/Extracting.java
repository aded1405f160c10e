package org.emoglot.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.emoglot.audio.Waveform;
import org.emoglot.embedding.Embedding;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.embedding.EmbeddingOptions;
import org.emoglot.embedding.Level;
import org.emoglot.io.AtomicFiles;
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
          write(Path.of(request.path("out").asText()), embeddings);
        }
        worker.answer(Map.of("seconds", seconds));
      }
    }
  }

  /** Raw float32, one embedding after the other. */
  private static void write(Path file, List<float[]> embeddings) {
    int width = embeddings.get(0).length;
    ByteBuffer bytes =
        ByteBuffer.allocate(embeddings.size() * width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] embedding : embeddings) {
      for (float value : embedding) {
        bytes.putFloat(value);
      }
    }
    AtomicFiles.write(file, out -> out.write(bytes.array()));
  }
}
