package org.emoglot.network;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.feature.PreparedClip;
import org.emoglot.nn.Batches;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;

/**
 * Logits of many prepared clips, packed by frames rather than by clips so that memory stays
 * bounded, and sorted by length so that clips of one length attend together. Results come in the
 * order of the question.
 */
public final class BatchedInference {

  private final EmotionNetwork network;

  public BatchedInference(EmotionNetwork network) {
    this.network = network;
  }

  /** Embedding (D values) and logits (K values) of one clip. */
  public record Answer(float[] embedding, float[] logits) {}

  /**
   * A part of a clip, such as a view of it or a window.
   *
   * @param prepared as {@code AdaptedEncoder.prepare} makes it
   * @param share of the clip's embedding, in (0, 1]; those of all its parts sum to 1
   */
  record Part(PreparedClip prepared, float share) {}

  /** Answers to clips of which each was heard in one or more views, one per clip. */
  public List<Answer> answerViews(List<List<PreparedClip>> clips) {
    return answerParts(
        clips.stream()
            .map(views -> views.stream().map(view -> new Part(view, 1f / views.size())).toList())
            .toList());
  }

  /**
   * Answers to clips in parts, one per clip. The embedding of a clip is the mean of those of its
   * parts. The head is linear, so its logits are the mean of the parts' logits, and its softmax is
   * that of the mean of their log-probabilities.
   */
  List<Answer> answerParts(List<List<Part>> clips) {
    List<Answer> answers =
        answer(clips.stream().flatMap(List::stream).map(Part::prepared).toList());
    List<Answer> found = new ArrayList<>();
    int first = 0;
    for (List<Part> parts : clips) {
      int end = first + parts.size();
      found.add(
          parts.size() == 1 ? answers.get(first) : ofMean(answers.subList(first, end), parts));
      first = end;
    }
    return found;
  }

  private Answer ofMean(List<Answer> answers, List<Part> parts) {
    float[] mean = new float[answers.get(0).embedding().length];
    for (int i = 0; i < answers.size(); i++) {
      for (int d = 0; d < mean.length; d++) {
        mean[d] += parts.get(i).share() * answers.get(i).embedding()[d];
      }
    }
    return new Answer(mean, logits(mean));
  }

  /** Logits (K) of an embedding (D). */
  float[] logits(float[] embedding) {
    try (Scope scope = Scope.open()) {
      return Ops.withoutGradient(
          () -> Ops.floats(network.logits(Ops.tensor(embedding, 1, embedding.length))));
    }
  }

  /**
   * Answers, one per clip in the given order; clips are as {@code AdaptedEncoder.prepare} makes
   * them.
   */
  public List<Answer> answer(List<PreparedClip> prepared) {
    Answer[] answers = new Answer[prepared.size()];
    int[] lengths = prepared.stream().mapToInt(PreparedClip::frames).toArray();
    Batches.forEach(
        lengths,
        batch -> {
          List<Answer> found = forward(batch.stream().map(i -> prepared.get(i).copy()).toList());
          for (int i = 0; i < batch.size(); i++) {
            answers[batch.get(i)] = found.get(i);
          }
        });
    return List.of(answers);
  }

  private List<Answer> forward(List<float[]> clips) {
    try (Scope scope = Scope.open()) {
      return Ops.withoutGradient(
          () -> {
            Frames frames = Frames.pack(clips, network.encoder().preparedChannels());
            Tensor h = network.embed(frames, false); // (B, D)
            Tensor logits = network.logits(h); // (B, K)
            List<float[]> embeddings = Ops.rows(h);
            List<float[]> rows = Ops.rows(logits);
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < clips.size(); i++) {
              answers.add(new Answer(embeddings.get(i), rows.get(i)));
            }
            return answers;
          });
    }
  }
}
