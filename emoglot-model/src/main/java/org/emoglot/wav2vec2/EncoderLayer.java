package org.emoglot.wav2vec2;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * One transformer layer: self-attention, then a feed-forward block, each with a residual. The
 * residual stream and the norms are float32 whatever the precision of the products.
 */
public final class EncoderLayer {

  private final boolean preNorm;
  private final double dropout;
  private final SelfAttention attention;
  private final LayerNorm attentionNorm;
  private final Linear intermediate;
  private final Linear output;
  private final LayerNorm outputNorm;
  private Layer inputGate = x -> x;
  private Layer feedForwardAdapter = x -> x;

  EncoderLayer(Wav2Vec2Config config, Parameters parameters, String name) {
    int width = config.width();
    preNorm = config.preNorm();
    dropout = config.dropout();
    attention = new SelfAttention(config, parameters, name + ".attention");
    attentionNorm =
        new LayerNorm(parameters, name + ".layer_norm", width, config.layerNormEpsilon());
    intermediate =
        new Linear(
            parameters,
            name + ".feed_forward.intermediate_dense",
            width,
            config.feedForwardWidth());
    output =
        new Linear(
            parameters, name + ".feed_forward.output_dense", config.feedForwardWidth(), width);
    outputNorm =
        new LayerNorm(parameters, name + ".final_layer_norm", width, config.layerNormEpsilon());
  }

  public SelfAttention attention() {
    return attention;
  }

  /** Puts something around the layer's input. */
  public void wrapInput(UnaryOperator<Layer> wrapper) {
    inputGate = wrapper.apply(inputGate);
  }

  /** Puts something behind the feed-forward block, before its residual is added. */
  public void wrapFeedForward(UnaryOperator<Layer> wrapper) {
    feedForwardAdapter = wrapper.apply(feedForwardAdapter);
  }

  /**
   * Frames (ΣT, D) in and out.
   *
   * @param training whether dropout is active
   */
  Frames forward(Frames x, boolean training) {
    Tensor input = inputGate.forward(x.values());
    if (preNorm) {
      Tensor attended = attention.forward(x.with(attentionNorm.forward(input)));
      Tensor h = input.add(dropout(x, attended, training));
      return x.with(h.add(feedForward(x.with(outputNorm.forward(h)), training)));
    }
    Tensor attended = attention.forward(x.with(input));
    Tensor h = attentionNorm.forward(input.add(dropout(x, attended, training)));
    return x.with(outputNorm.forward(h.add(feedForward(x.with(h), training))));
  }

  private Tensor feedForward(Frames x, boolean training) {
    Tensor inner = Ops.gelu(intermediate.forward(x.values())); // (ΣT, F)
    Tensor outer = dropout(x, output.forward(inner), training); // (ΣT, D)
    return feedForwardAdapter.forward(outer);
  }

  private Tensor dropout(Frames batch, Tensor x, boolean training) {
    return batch.with(x).channelDropout(dropout, training).values();
  }
}
