package org.emoglot.nn;

/**
 * Sizes and form of a transformer layer.
 *
 * @param width D of its frames
 * @param heads attention heads H; divides the width
 * @param feedForwardWidth width inside the feed-forward block
 * @param preNorm layer norm before each block instead of after its residual
 * @param layerNormEpsilon epsilon of every layer norm
 * @param dropout probability of dropping a channel of a residual branch, in layers that are trained
 * @param keyBias whether the key projection has a bias; the others always have one
 * @param names of a layer's parameters
 */
public record TransformerSpec(
    int width,
    int heads,
    int feedForwardWidth,
    boolean preNorm,
    double layerNormEpsilon,
    double dropout,
    boolean keyBias,
    Names names) {

  /**
   * The names of parameters between that of the layer and {@code weight}; attention appends {@code
   * q_proj}, {@code k_proj}, {@code v_proj} and {@code out_proj} to its own.
   *
   * @param attention the attention block
   * @param attentionNorm its layer norm
   * @param inner the first projection of the feed-forward block
   * @param outer the second
   * @param outerNorm the feed-forward block's layer norm
   */
  public record Names(
      String attention, String attentionNorm, String inner, String outer, String outerNorm) {

    /** Transformers' in wav2vec 2.0 and its relatives. */
    public static final Names WAV2VEC2 =
        new Names(
            "attention",
            "layer_norm",
            "feed_forward.intermediate_dense",
            "feed_forward.output_dense",
            "final_layer_norm");
  }
}
