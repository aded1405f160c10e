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
   * Answers, one per clip in the given order; clips are as {@code AdaptedEncoder.prepare} makes
   * them.
   */
  public List<Answer> answer(List<PreparedClip> prepared) {
    Answer[] answers = new Answer[prepared.size()];
    int[] lengths = prepared.stream().mapToInt(PreparedClip::frames).toArray();
    for (List<Integer> batch : Batches.byLength(lengths)) {
      List<Answer> found = forward(batch.stream().map(i -> prepared.get(i).copy()).toList());
      for (int i = 0; i < batch.size(); i++) {
        answers[batch.get(i)] = found.get(i);
      }
    }
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
