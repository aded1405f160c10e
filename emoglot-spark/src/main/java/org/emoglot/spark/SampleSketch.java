package org.emoglot.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;
import org.emoglot.classifier.UnlabelledSample;

/**
 * The answers to a sample of recordings without labels, collected in any order and in any number of
 * parts: the result is the same, bit for bit. It keeps answers rather than sums, for the method
 * that they are for looks at each several times; and no more than {@link #MOST} of them, chosen by
 * a hash of their places, so that memory is bounded however many recordings there are.
 */
final class SampleSketch implements Serializable {

  private static final long serialVersionUID = 1;

  /** Answers that are kept: a thousand times as many as help. */
  static final int MOST = 1 << 16;

  /**
   * The answer to a clip: a short recording, or a segment of a long one.
   *
   * @param position of the recording in the question
   * @param segment its number in the recording
   * @param scores in the order of the labels
   */
  private record Clip(long position, int segment, double[] scores) implements Serializable {

    /** A place in a shuffled order of all clips, which no part decides. */
    long rank() {
      long bits = position * 0x9E3779B97F4A7C15L + segment; // SplitMix64
      bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
      bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
      return bits ^ (bits >>> 31);
    }
  }

  private static final Comparator<Clip> SHUFFLED =
      Comparator.comparingLong(Clip::rank)
          .thenComparingLong(Clip::position)
          .thenComparingInt(Clip::segment);

  private static final Comparator<Clip> IN_ORDER =
      Comparator.comparingLong(Clip::position).thenComparingInt(Clip::segment);

  private final String[] labels;
  private final int most;
  private List<Clip> clips = new ArrayList<>();
  private long recordings;
  private long unreadable;
  private long silent;

  /** An empty one of answers with these labels. */
  SampleSketch(List<String> labels) {
    this(labels, MOST);
  }

  /**
   * @param most answers that are kept
   */
  SampleSketch(List<String> labels, int most) {
    this.labels = labels.toArray(new String[0]);
    this.most = most;
  }

  /** Takes the answer to a recording, a row of {@link AnswerRows}. */
  SampleSketch add(long position, Row answer) {
    if (AnswerRows.error(answer) != null) {
      unreadable++;
      return this;
    }
    recordings++;
    List<Timeline.Part> parts = AnswerRows.parts(answer);
    Prediction overall = AnswerRows.prediction(answer);
    if (!overall.speech()) {
      silent++;
    } else if (parts.isEmpty()) {
      clips.add(clip(position, 0, overall));
    } else {
      for (int i = 0; i < parts.size(); i++) {
        clips.add(clip(position, i, parts.get(i).prediction()));
      }
    }
    if (clips.size() > 2L * most) {
      shrink();
    }
    return this;
  }

  private Clip clip(long position, int segment, Prediction prediction) {
    return new Clip(
        position, segment, Arrays.stream(labels).mapToDouble(prediction::score).toArray());
  }

  /** Takes all that another holds of other recordings. */
  SampleSketch merge(SampleSketch other) {
    clips.addAll(other.clips);
    recordings += other.recordings;
    unreadable += other.unreadable;
    silent += other.silent;
    shrink();
    return this;
  }

  private void shrink() {
    if (clips.size() > most) {
      clips.sort(SHUFFLED);
      clips = new ArrayList<>(clips.subList(0, most));
    }
  }

  /** Recordings that could be read. */
  long recordings() {
    return recordings;
  }

  /** Recordings that could not. */
  long unreadable() {
    return unreadable;
  }

  /** Whether some answers were left out, so that the recordings without any are not listed. */
  boolean isFull() {
    shrink();
    return clips.size() == most;
  }

  /** Places of the recordings whose answers are kept. */
  long[] positions() {
    shrink();
    return clips.stream().mapToLong(Clip::position).distinct().toArray();
  }

  /** Adds the answers to a sample, in the order of the question. */
  void giveTo(UnlabelledSample sample) {
    shrink();
    clips.sort(IN_ORDER);
    for (Clip clip : clips) {
      List<Prediction.Score> scores = new ArrayList<>();
      for (int k = 0; k < labels.length; k++) {
        scores.add(new Prediction.Score(labels[k], clip.scores()[k]));
      }
      sample.add(new Prediction(scores, false));
    }
    for (long i = 0; i < silent; i++) {
      sample.add(Prediction.NO_SPEECH);
    }
  }

  /** What was counted. */
  Map<String, Long> counts() {
    return Map.of("recordings", recordings, "unreadable", unreadable, "silent", silent);
  }
}
