package org.emoglot.classifier;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.audio.Waveform;
import org.emoglot.data.LabelSet;

/** A scorer that hears nothing but how loud and how long a clip is. */
final class LoudnessScorer implements Scorer {

  static final Confidence CONFIDENCE = new Confidence(2, 0.3);

  /** How many clips each question held. */
  final List<Integer> asked = new ArrayList<>();

  int closed;

  @Override
  public LabelSet labels() {
    return LabelSet.FOUR;
  }

  @Override
  public Confidence confidence() {
    return CONFIDENCE;
  }

  @Override
  public long parameters() {
    return 7;
  }

  @Override
  public synchronized List<Result> score(List<Waveform> clips) {
    asked.add(clips.size());
    return clips.stream().map(LoudnessScorer::score).toList();
  }

  static Result score(Waveform clip) {
    double sum = 0;
    for (float sample : clip.samples()) {
      sum += Math.abs(sample);
    }
    float loudness = (float) (sum / clip.samples().length);
    float length = (float) clip.seconds();
    float[] embedding = {loudness, length};
    return new Result(logitsOf(embedding), embedding);
  }

  private static float[] logitsOf(float[] embedding) {
    return new float[] {10 * embedding[0], embedding[1] / 10, 1 - embedding[0], 0.5f};
  }

  @Override
  public float[] logits(float[] embedding) {
    return logitsOf(embedding);
  }

  @Override
  public void close() {
    closed++;
  }
}
