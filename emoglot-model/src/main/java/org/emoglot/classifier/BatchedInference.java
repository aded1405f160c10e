package org.emoglot.classifier;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.emoglot.wav2vec2.Batches;
import org.emoglot.wav2vec2.Frames;

/**
 * Logits of many prepared clips, sorted by length so that little is padding, and packed by frames
 * rather than by clips so that memory stays bounded. Results come in the order of the question.
 */
public final class BatchedInference {

  /** Prepared values in one batch, padding included. */
  private static final long VALUES_PER_BATCH = 2_000_000;

  private static final int CLIPS_PER_BATCH = 32;

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
  public List<Answer> answer(List<float[]> prepared) {
    Answer[] answers = new Answer[prepared.size()];
    int[] lengths = prepared.stream().mapToInt(clip -> clip.length).toArray();
    for (List<Integer> batch : Batches.byLength(lengths, VALUES_PER_BATCH, CLIPS_PER_BATCH)) {
      List<Answer> found = forward(batch.stream().map(prepared::get).toList());
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
            Frames frames = Frames.pad(clips, network.encoder().preparedChannels());
            Tensor h = network.embed(frames, false); // (B, D)
            Tensor logits = network.logits(h); // (B, K)
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < clips.size(); i++) {
              answers.add(new Answer(Ops.floats(h.select(0, i)), Ops.floats(logits.select(0, i))));
            }
            return answers;
          });
    }
  }
}
