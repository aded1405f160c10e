package org.emoglot.network;

import java.util.List;
import java.util.function.Supplier;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.Scorer;
import org.emoglot.data.LabelSet;
import org.emoglot.tensor.Precision;

/** A {@link Committee}, or a single network, on the tensor engine. */
public final class CommitteeScorer implements Scorer {

  private final Committee committee;
  private final Supplier<Confidence> confidence;

  /** Asks one network, which is closed with the scorer; its confidence may still change. */
  public CommitteeScorer(EmotionNetwork network) {
    this(new Committee(List.of(network)), network::confidence);
  }

  /** Asks a committee, which is closed with the scorer. */
  CommitteeScorer(Committee committee, Supplier<Confidence> confidence) {
    this.committee = committee;
    this.confidence = confidence;
  }

  /** Computes in another precision from now on, before anybody asks. */
  void setPrecision(Precision precision) {
    committee.setPrecision(precision);
  }

  @Override
  public LabelSet labels() {
    return committee.labels();
  }

  @Override
  public Confidence confidence() {
    return confidence.get();
  }

  @Override
  public long parameters() {
    return committee.parameters();
  }

  @Override
  public List<Result> score(List<Waveform> clips) {
    return committee.score(clips);
  }

  @Override
  public float[] logits(float[] embedding) {
    return committee.logits(embedding);
  }

  @Override
  public void close() {
    committee.close();
  }
}
