package org.emoglot.classifier;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.feature.PreparedClip;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.emoglot.wav2vec2.Frames;

/**
 * Logits of many prepared clips, packed by frames rather than by clips so that memory stays
 * bounded, and sorted by length so that clips of one length attend together. Results come in the
 * order of the question.
 */
public final class BatchedInference {

  /** Prepared values in one batch. */
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
  public List<Answer> answer(List<PreparedClip> prepared) {
    List<Integer> byLength =
        IntStream.range(0, prepared.size())
            .boxed()
            .sorted(Comparator.comparingLong(i -> prepared.get(i).values()))
            .toList();
    Answer[] answers = new Answer[prepared.size()];
    int start = 0;
    while (start < byLength.size()) {
      int end = start + 1;
      while (end < byLength.size()
          && end - start < CLIPS_PER_BATCH
          && prepared.get(byLength.get(end)).values() * (end - start + 1) <= VALUES_PER_BATCH) {
        end++;
      }
      List<Integer> batch = byLength.subList(start, end);
      List<Answer> found = forward(batch.stream().map(i -> prepared.get(i).copy()).toList());
      for (int i = 0; i < batch.size(); i++) {
        answers[batch.get(i)] = found.get(i);
      }
      start = end;
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
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < clips.size(); i++) {
              answers.add(new Answer(Ops.floats(h.select(0, i)), Ops.floats(logits.select(0, i))));
            }
            return answers;
          });
    }
  }
}
