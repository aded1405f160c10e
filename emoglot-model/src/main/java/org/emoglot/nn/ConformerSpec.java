package org.emoglot.nn;

/**
 * Sizes and form of a conformer layer.
 *
 * @param width D of its frames
 * @param heads attention heads H; divides the width
 * @param feedForwardWidth width inside both feed-forward blocks
 * @param activation of the feed-forward blocks and of the convolution
 * @param kernel width of the convolution, odd
 * @param causal whether the convolution of a frame sees frames before it alone, and is followed by
 *     a layer norm; otherwise it sees as many on either side, and a batch norm follows
 * @param layerNormEpsilon epsilon of every layer norm
 * @param dropout probability of dropping a channel of a residual branch, in layers that are trained
 */
public record ConformerSpec(
    int width,
    int heads,
    int feedForwardWidth,
    Activation activation,
    int kernel,
    boolean causal,
    double layerNormEpsilon,
    double dropout) {}
