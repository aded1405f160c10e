package org.emoglot.classifier;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.ClipWindows;
import org.emoglot.audio.Waveform;

/**
 * The one answer to a clip that is too long to be held as a whole: the logits of the mean of its
 * windows' embeddings, by their duration, which is what a scorer makes of a clip that it gets
 * whole. It is read twice: where its windows end depends on its length.
 */
final class LongClip {

  private LongClip() {}

  /**
   * Reads a clip, and answers if it is a long one.
   *
   * @param hasSpeech asked of each piece until one has speech
   * @param answer made of whether one had, and of the prediction, which is computed if asked for
   */
  static <A> ReadRecording<A> hear(
      Scorer scorer,
      AudioSource audio,
      ClipAudio clip,
      Predicate<Waveform> hasSpeech,
      BiFunction<Boolean, Supplier<Prediction>, A> answer) {
    boolean[] speech = {false};
    ClipWindows windows =
        ClipWindows.of(audio, clip, piece -> speech[0] = speech[0] || hasSpeech.test(piece));
    Optional<Waveform> whole = windows.whole();
    if (whole.isPresent()) {
      return ReadRecording.whole(whole.get());
    }
    return ReadRecording.answered(answer.apply(speech[0], () -> score(scorer, windows)));
  }

  /** No label without speech. */
  static Prediction ifSpeech(boolean speech, Supplier<Prediction> prediction) {
    return speech ? prediction.get() : Prediction.NO_SPEECH;
  }

  private static Prediction score(Scorer scorer, ClipWindows windows) {
    return Prediction.ofLogits(
        scorer.labels(), scorer.logits(mean(scorer, windows)), scorer.confidence());
  }

  /** The embedding of a clip of any length (D). */
  static float[] embedding(Scorer scorer, AudioSource audio, ClipAudio clip) {
    ClipWindows windows = ClipWindows.of(audio, clip);
    return windows
        .whole()
        .map(whole -> scorer.score(List.of(whole)).get(0).embedding().clone())
        .orElseGet(() -> mean(scorer, windows));
  }

  private static float[] mean(Scorer scorer, ClipWindows windows) {
    Mean mean = new Mean(windows.samples());
    windows.forEach(window -> mean.add(scorer.score(List.of(window)).get(0).embedding(), window));
    return mean.floats();
  }

  /** Of embeddings, by the duration of what they embed. */
  private static final class Mean {
    private final long samples;
    private double[] sum = new double[0];

    Mean(long samples) {
      this.samples = samples;
    }

    void add(float[] embedding, Waveform window) {
      if (sum.length == 0) {
        sum = new double[embedding.length];
      }
      for (int d = 0; d < sum.length; d++) {
        sum[d] += (double) window.samples().length / samples * embedding[d];
      }
    }

    float[] floats() {
      float[] mean = new float[sum.length];
      for (int d = 0; d < mean.length; d++) {
        mean[d] = (float) sum[d];
      }
      return mean;
    }
  }
}
