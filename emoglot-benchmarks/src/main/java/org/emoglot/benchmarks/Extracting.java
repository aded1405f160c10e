package org.emoglot.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.BatchedInference;
import org.emoglot.io.AtomicFiles;

/** Embeds every clip: the mean over its frames of the last hidden state. */
record Extracting(Precisions precision) implements Worker.Side {

  @Override
  public void serve(BenchmarkFolder folder, Worker worker) {
    List<Waveform> clips = folder.extraction();
    try (Proposed bare = Proposed.open(folder, Kind.NONE)) {
      precision.applyTo(bare.network());
      worker.ready(precision.name());
      for (JsonNode request = worker.next(); request.isObject(); request = worker.next()) {
        long start = System.nanoTime();
        List<float[]> embeddings = embed(bare, clips);
        double seconds = Worker.secondsSince(start);
        if (request.has("out")) {
          write(Path.of(request.path("out").asText()), embeddings);
        }
        worker.answer(Map.of("seconds", seconds));
      }
    }
  }

  private static List<float[]> embed(Proposed bare, List<Waveform> clips) {
    List<float[]> prepared =
        clips.stream().map(clip -> bare.network().encoder().prepare(clip)).toList();
    return new BatchedInference(bare.network())
        .answer(prepared).stream().map(BatchedInference.Answer::embedding).toList();
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
