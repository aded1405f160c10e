package org.emoglot.classifier;

import java.util.List;
import org.emoglot.audio.Waveform;
import org.emoglot.data.LabelSet;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.unlabelled.SourceLogits;

/**
 * A trained model in some engine: waveforms in, logits and embeddings out.
 *
 * <p>{@link EmotionClassifier} calls it and turns its results into probabilities, labels and times.
 * An engine provides one through a {@link ScorerProvider}.
 *
 * <p>Threads may share it: many may call it at the same time, and each gets the answer that it
 * would get alone. {@link EmotionClassifier} makes sure that nothing calls it after {@link
 * #close()}.
 */
public interface Scorer extends AutoCloseable {

  /**
   * The result of a model for one clip.
   *
   * @param logits (K) in the order of the labels; their softmax over the temperature of {@link
   *     Scorer#confidence()} are the probabilities
   * @param embedding (D) that the logits were computed from, the mean over the clip; for a
   *     committee those of its members, one after the other. Do not modify either
   */
  record Result(float[] logits, float[] embedding) {}

  /** The emotions that it tells apart, in the order of the logits. */
  LabelSet labels();

  /** How far to trust its probabilities. */
  Confidence confidence();

  /** The corpora that it has heard, as it declares; by default it declares nothing. */
  default HeardDeclaration heard() {
    return HeardDeclaration.UNDECLARED;
  }

  /** How it answers its training languages; unknown unless the model stores it. */
  default SourceLogits source() {
    return SourceLogits.UNKNOWN;
  }

  /** The same model as it was trained, without what a sample has changed. */
  default Scorer unadapted() {
    return this;
  }

  /**
   * What computes, and with which numbers, such as {@code onnx int8}: the {@link ScorerProvider#id}
   * of the engine and the format of the weights. By default it does not say.
   */
  default String engine() {
    return "";
  }

  /** Number of values in its parameters. */
  long parameters();

  /**
   * Scores clips of any length at {@link Waveform#MODEL_SAMPLE_RATE}, in bounded memory, apart from
   * the clips themselves.
   *
   * @param clips finite samples, none of them empty
   * @return one result per clip, in the same order, each as it would be alone
   */
  List<Result> score(List<Waveform> clips);

  /**
   * Logits (K) of an embedding (D), such as the mean over the windows of a recording that is too
   * long to be scored at once; those of a {@link Result} are the logits of its embedding.
   */
  float[] logits(float[] embedding);

  /** Releases the resources of the engine; later calls do nothing. */
  @Override
  void close();
}
