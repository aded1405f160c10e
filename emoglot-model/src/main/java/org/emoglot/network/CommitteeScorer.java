package org.emoglot.network;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.Scorer;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.data.LabelSet;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.tensor.FreedMemory;
import org.emoglot.tensor.Precision;
import org.emoglot.unlabelled.SourceLogits;

/** A {@link Committee}, or a single network, on the tensor engine. */
public final class CommitteeScorer implements Scorer {

  private final Committee committee;
  private final Supplier<Confidence> confidence;
  private final HeardDeclaration heard;
  private final Supplier<SourceLogits> source;
  private Precision precision = Precision.FP32;

  /** Asks one network, which is closed with the scorer; its confidence may still change. */
  public CommitteeScorer(EmotionNetwork network) {
    this(new Committee(List.of(network)), network::confidence, network::source);
  }

  /** Asks a committee, which is closed with the scorer. */
  CommitteeScorer(
      Committee committee, Supplier<Confidence> confidence, Supplier<SourceLogits> source) {
    this(committee, confidence, source, HeardDeclaration.UNDECLARED);
  }

  CommitteeScorer(
      Committee committee,
      Supplier<Confidence> confidence,
      Supplier<SourceLogits> source,
      HeardDeclaration heard) {
    this.committee = committee;
    this.confidence = confidence;
    this.source = source;
    this.heard = heard;
  }

  /**
   * Loads a saved model or committee in float32.
   *
   * @throws InvalidInputException if the folder or a file in it is missing, damaged, or of another
   *     backbone, or a backbone is named for a committee
   */
  public static CommitteeScorer load(Path folder, ScorerOptions options) {
    if (!CommitteeFolder.isCommittee(folder)) {
      EmotionNetwork network =
          options.hasBackbone()
              ? ModelFolder.load(folder, options.backbone())
              : ModelFolder.load(folder);
      return new CommitteeScorer(
          new Committee(List.of(network)),
          network::confidence,
          network::source,
          ModelFolder.config(folder).heard());
    }
    if (options.hasBackbone()) {
      throw new InvalidInputException(
          "Expected no backbone for the committee %s, whose members contain their encoders: leave out --backbone."
              .formatted(folder));
    }
    return CommitteeFolder.load(folder);
  }

  /** The networks that answer together. */
  public List<EmotionNetwork> networks() {
    return committee.members();
  }

  /** Computes in another precision from now on, before anybody asks. */
  void setPrecision(Precision other) {
    committee.setPrecision(other);
    precision = other;
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
  public HeardDeclaration heard() {
    return heard;
  }

  @Override
  public SourceLogits source() {
    return source.get();
  }

  @Override
  public String engine() {
    return TorchScorerProvider.ID + " " + precision.id();
  }

  @Override
  public long parameters() {
    return committee.parameters();
  }

  @Override
  public List<Result> score(List<Waveform> clips) {
    List<Result> results = committee.score(clips);
    FreedMemory.afterSamples(clips.stream().mapToLong(clip -> clip.samples().length).sum());
    return results;
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
