package org.emoglot.network;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.audio.Waveform;
import org.emoglot.audio.Windows;
import org.emoglot.feature.PreparedClip;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;

/**
 * Embeddings and logits of clips of any length by one network. Long clips are split into {@link
 * Windows}, and their embeddings averaged by duration.
 */
final class ClipLogits {

  private final EmotionNetwork network;
  private final BatchedInference inference;

  ClipLogits(EmotionNetwork network) {
    this.network = network;
    this.inference = new BatchedInference(network);
  }

  /** The output of the frozen part of the encoder for the windows of each clip. */
  List<List<PreparedClip>> prepare(List<Waveform> clips) {
    int channels = network.encoder().preparedChannels();
    List<List<PreparedClip>> prepared = new ArrayList<>();
    for (Waveform clip : clips) {
      prepared.add(
          Windows.of(clip).stream()
              .map(window -> PreparedClip.of(network.encoder().prepare(window), channels))
              .toList());
    }
    return prepared;
  }

  /** Embedding (D) and logits (K) of each clip, in the same order. */
  List<BatchedInference.Answer> of(List<List<PreparedClip>> clips) {
    List<BatchedInference.Answer> answers =
        inference.answer(clips.stream().flatMap(List::stream).toList());
    List<BatchedInference.Answer> found = new ArrayList<>();
    int first = 0;
    for (List<PreparedClip> windows : clips) {
      int end = first + windows.size();
      found.add(
          windows.size() == 1 ? answers.get(first) : ofMean(answers.subList(first, end), windows));
      first = end;
    }
    return found;
  }

  private BatchedInference.Answer ofMean(
      List<BatchedInference.Answer> answers, List<PreparedClip> windows) {
    float[] mean = new float[answers.get(0).embedding().length];
    double total = windows.stream().mapToLong(PreparedClip::frames).sum();
    for (int i = 0; i < answers.size(); i++) {
      float share = (float) (windows.get(i).frames() / total);
      for (int d = 0; d < mean.length; d++) {
        mean[d] += share * answers.get(i).embedding()[d];
      }
    }
    return new BatchedInference.Answer(mean, logits(network, mean));
  }

  /** Logits (K) of an embedding (D). */
  static float[] logits(EmotionNetwork network, float[] embedding) {
    try (Scope scope = Scope.open()) {
      return Ops.withoutGradient(
          () -> Ops.floats(network.logits(Ops.tensor(embedding, 1, embedding.length))));
    }
  }
}
