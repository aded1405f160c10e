package org.emoglot.classifier;

import java.util.List;
import org.emoglot.audio.Waveform;
import org.emoglot.data.LabelSet;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.unlabelled.LogitShift;
import org.emoglot.unlabelled.SourceLogits;

/** A model whose logits are shifted for a sample of recordings without labels. */
record ShiftedScorer(Scorer unadapted, LogitShift shift) implements Scorer {

  @Override
  public LabelSet labels() {
    return unadapted.labels();
  }

  @Override
  public Confidence confidence() {
    return unadapted.confidence();
  }

  @Override
  public String engine() {
    return unadapted.engine();
  }

  @Override
  public long parameters() {
    return unadapted.parameters();
  }

  @Override
  public HeardDeclaration heard() {
    return unadapted.heard();
  }

  @Override
  public SourceLogits source() {
    return unadapted.source();
  }

  @Override
  public List<Result> score(List<Waveform> clips) {
    return unadapted.score(clips).stream()
        .map(result -> new Result(shift.apply(result.logits()), result.embedding()))
        .toList();
  }

  @Override
  public float[] logits(float[] embedding) {
    return shift.apply(unadapted.logits(embedding));
  }

  @Override
  public void close() {
    unadapted.close();
  }
}
