package org.emoglot.wav2vec2;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.jspecify.annotations.Nullable;

/** One transformer layer: self-attention, then a feed-forward block, each with a residual. */
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
   * Frames (B, T, D) in and out.
   *
   * @param mask as in {@link SelfAttention#forward}
   * @param training whether dropout is active
   */
  Tensor forward(Tensor x, @Nullable Tensor mask, boolean training) {
    Tensor input = inputGate.forward(x);
    if (preNorm) {
      Tensor attended = attention.forward(attentionNorm.forward(input), mask);
      Tensor h = input.add(Ops.channelDropout(attended, dropout, training));
      return h.add(feedForward(outputNorm.forward(h), training));
    }
    Tensor attended = attention.forward(input, mask);
    Tensor h = attentionNorm.forward(input.add(Ops.channelDropout(attended, dropout, training)));
    return outputNorm.forward(h.add(feedForward(h, training)));
  }

  private Tensor feedForward(Tensor x, boolean training) {
    Tensor inner = Ops.gelu(intermediate.forward(x)); // (B, T, F)
    Tensor outer = Ops.channelDropout(output.forward(inner), dropout, training); // (B, T, D)
    return feedForwardAdapter.forward(outer);
  }
}
