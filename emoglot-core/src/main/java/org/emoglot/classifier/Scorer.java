package org.emoglot.classifier;

import java.util.List;
import org.emoglot.audio.Waveform;
import org.emoglot.data.LabelSet;

/**
 * A trained model in some engine: waveforms in, logits and embeddings out.
 *
 * <p>{@link EmotionClassifier} asks it and makes probabilities, labels and times of what it says.
 * An engine provides one through a {@link ScorerProvider}.
 *
 * <p>May be shared by threads: many may ask at the same time, and each gets the answer that it
 * would get alone. Nobody asks after {@link #close()}; {@link EmotionClassifier} sees to that.
 */
public interface Scorer extends AutoCloseable {

  /**
   * What a model says of one clip.
   *
   * @param logits (K) in the order of the labels; their softmax over the temperature of {@link
   *     Scorer#confidence()} are the probabilities
   * @param embedding (D) that the logits were computed from, the mean over the clip; of a committee
   *     those of its members, one behind the other. Not to be modified, neither of both
   */
  record Result(float[] logits, float[] embedding) {}

  /** The emotions that it tells apart, in the order of the logits. */
  LabelSet labels();

  /** How far its probabilities are to be trusted. */
  Confidence confidence();

  /** Number of values in its parameters. */
  long parameters();

  /**
   * Scores clips of any length at {@link Waveform#MODEL_SAMPLE_RATE}, in bounded memory beside the
   * clips themselves.
   *
   * @param clips finite samples, none of them empty
   * @return one result a clip, in the same order, each as it would be alone
   */
  List<Result> score(List<Waveform> clips);

  /** Gives back what the engine holds; later calls do nothing. */
  @Override
  void close();
}
