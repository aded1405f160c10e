package org.emoglot.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.Scorer;
import org.emoglot.data.LabelSet;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.unlabelled.SourceLogits;

/**
 * An exported model in ONNX Runtime. Threads share one session; each clip is a call of its own,
 * which takes no longer than its share of a batch, and has the answer that it has alone. The clips
 * of one call of ours are shared out to {@code emoglot.threads} threads, by default as many as
 * there are processors.
 */
final class OnnxScorer implements Scorer {

  private static final String SAMPLES = "samples";
  private static final String LOGITS = "logits";
  private static final String EMBEDDING = "embedding";
  private static final String THREADS = "emoglot.threads";

  private final Path file;
  private final OrtSession session;
  private final OnnxDescription description;
  private final ClipThreads threads =
      new ClipThreads(Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors()));

  private OnnxScorer(Path file, OrtSession session, OnnxDescription description) {
    this.file = file;
    this.session = session;
    this.description = description;
  }

  /**
   * Opens a file that {@code emoglot export} wrote.
   *
   * @throws InvalidInputException if it is damaged or another one
   */
  static OnnxScorer open(Path file) {
    try {
      OrtSession session = OnnxRuntime.open(file);
      try {
        return new OnnxScorer(file, session, OnnxDescription.of(file, session.getMetadata()));
      } catch (RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw new InvalidInputException(
          "Expected an ONNX file at %s, found one that ONNX Runtime cannot open (%.200s): write it again with emoglot export."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  @Override
  public LabelSet labels() {
    return description.labels();
  }

  @Override
  public Confidence confidence() {
    return description.confidence();
  }

  @Override
  public HeardDeclaration heard() {
    return description.heard();
  }

  @Override
  public SourceLogits source() {
    return description.source();
  }

  @Override
  public String engine() {
    return OnnxScorerProvider.ID + " " + description.precision();
  }

  @Override
  public long parameters() {
    return description.parameters();
  }

  @Override
  public List<Result> score(List<Waveform> clips) {
    return threads.map(clips, clip -> clip.samples().length, this::score);
  }

  private Result score(Waveform clip) {
    float[] samples = clip.samples();
    try (OnnxTensor input =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                FloatBuffer.wrap(samples),
                new long[] {1, samples.length});
        OrtSession.Result result = session.run(Map.of(SAMPLES, input), Set.of(LOGITS, EMBEDDING))) {
      return new Result(OnnxRuntime.floats(result, LOGITS), OnnxRuntime.floats(result, EMBEDDING));
    } catch (OrtException e) {
      throw new IllegalStateException("Cannot run " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public float[] logits(float[] embedding) {
    return description.head().logits(embedding);
  }

  @Override
  public void close() {
    threads.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("Cannot close " + file + ": " + e.getMessage(), e);
    }
  }
}
