package org.emoglot.loss;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.Linear;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * A speaker classifier behind a gradient reversal, eqs. 9 and 10: it learns to recognise the
 * training speaker, and the encoder learns to prevent this.
 *
 * <p>Linear, ReLU, dropout, Linear: (B, D) to (B, speakers). Its parameters are used in training
 * only and are not part of a saved model.
 */
public final class SpeakerAdversary {

  private final Linear hidden;
  private final Linear output;
  private final double dropout;

  public SpeakerAdversary(Parameters parameters, int width, int speakers, double dropout) {
    this.dropout = dropout;
    hidden = new Linear(parameters, "speaker_head.hidden", width, width, Initializer.kaiming());
    output = new Linear(parameters, "speaker_head.output", width, speakers);
  }

  /**
   * L_SpkAdv, the cross-entropy over the training speakers.
   *
   * @param h embeddings, shape (B, D)
   * @param speakers B speaker indices
   * @param reversal strength c of the gradient reversal
   * @return a scalar
   */
  public Tensor loss(Tensor h, int[] speakers, double reversal) {
    Tensor x = GradientReversal.of(h, reversal);
    Tensor inner = Ops.dropout(hidden.forward(x).relu(), dropout, true); // (B, D)
    return CrossEntropy.of(output.forward(inner), speakers);
  }
}
