package org.emoglot.loss;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.loss.LossConfig.Reversal;
import org.emoglot.nn.Linear;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * L_SpkAdv of a speaker classifier behind a gradient reversal, eqs. 9 and 10: it learns to
 * recognise the training speaker, and the encoder learns to prevent this.
 *
 * <p>Linear, ReLU, dropout, Linear: (B, D) to (B, speakers). Its parameters are used in training
 * only and are not part of a saved model.
 */
public final class SpeakerAdversary implements Term {

  public static final String NAME = "speaker";

  private final double weight;
  private final Reversal reversal;
  private final double dropout;
  private final Linear hidden;
  private final Linear output;

  /**
   * @param weight in the objective
   * @param reversal strength of the gradient reversal over time
   * @param dropout inside the head, in [0, 1)
   * @param parameters where the head takes its own from
   */
  public SpeakerAdversary(
      double weight,
      Reversal reversal,
      double dropout,
      TrainingCounts counts,
      Parameters parameters) {
    this.weight = weight;
    this.reversal = reversal;
    this.dropout = dropout;
    int width = counts.width();
    hidden = new Linear(parameters, "speaker_head.hidden", width, width, Initializer.kaiming());
    output = new Linear(parameters, "speaker_head.output", width, counts.speakers());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public double weight() {
    return weight;
  }

  @Override
  public Tensor value(BatchView batch) {
    return loss(
        batch.embeddings(), batch.targets().speakers(), reversal.strength(batch.progress()));
  }

  /**
   * L_SpkAdv, the cross-entropy over the training speakers.
   *
   * @param h embeddings, shape (B, D)
   * @param speakers B speaker indices
   * @param strength c of the gradient reversal
   * @return a scalar
   */
  public Tensor loss(Tensor h, int[] speakers, double strength) {
    Tensor x = GradientReversal.of(h, strength);
    Tensor inner = Ops.dropout(hidden.forward(x).relu(), dropout, true); // (B, D)
    return CrossEntropy.of(output.forward(inner), speakers);
  }
}
