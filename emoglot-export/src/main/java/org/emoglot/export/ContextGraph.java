package org.emoglot.export;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.encoder.context.ContextConfig;
import org.emoglot.nn.FrozenBatchNorm;
import org.jspecify.annotations.Nullable;

/**
 * Everything of an encoder above its features: projection, positions by a convolution, layers.
 *
 * @param config the layout
 * @param normalizes whether features are normalised before they are projected
 * @param positions the kind of the convolution
 * @param blocks with the encoder's parameters
 * @param added with those of the adaptation
 */
record ContextGraph(
    ContextConfig config, boolean normalizes, Positions positions, Blocks blocks, Blocks added) {

  private static final String CONVOLUTION = "encoder.pos_conv_embed.conv";
  private static final String BATCH_NORM = "encoder.pos_conv_embed.batch_norm";

  /** How the convolution of positions is normalised. */
  enum Positions {
    /** Its weights, by their length and a magnitude of their own. */
    WEIGHT_NORM,
    /** Its input. */
    BATCH_NORM
  }

  /** Hidden states (T, D) of features (T, C), from 0 to {@code last}. */
  List<Value> states(Value features, int last, TransformerGraph.@Nullable Bias bias) {
    Graph graph = blocks.graph();
    double epsilon = config.layerNormEpsilon();
    Value normed =
        normalizes ? blocks.norm(features, "feature_projection.layer_norm", epsilon) : features;
    Value projected = blocks.linear(normed, "feature_projection.projection");
    Value placed = graph.add(projected, positionsOf(projected));
    List<Value> states = new ArrayList<>();
    states.add(config.preNorm() ? placed : blocks.norm(placed, "encoder.layer_norm", epsilon));
    TransformerGraph layers =
        new TransformerGraph(blocks, added, config.layer(), "encoder.layers.");
    for (int i = 0; i < last; i++) {
      states.add(layers.layer(i, states.get(i), bias));
    }
    if (config.preNorm() && last == config.layers()) {
      states.set(last, blocks.norm(states.get(last), "encoder.layer_norm", epsilon));
    }
    return states;
  }

  private Value positionsOf(Value frames) {
    Graph graph = blocks.graph();
    int kernel = config.positionalKernel();
    Value input = positions == Positions.BATCH_NORM ? batchNormed(frames) : frames;
    Value convolved =
        blocks.convolution(
            blocks.channels(input),
            1,
            kernel / 2,
            config.positionalGroups(),
            blocks.stored(weights(), shape()),
            blocks.exact(CONVOLUTION + ".bias")); // (1, D, T or T + 1)
    Value whole =
        kernel % 2 == 0
            ? graph.slice(convolved, graph.integers(0), graph.dimension(frames, 0), 2)
            : convolved;
    return blocks.gelu(blocks.frames(whole));
  }

  private long[] shape() {
    return blocks.shape(direction());
  }

  private String direction() {
    return CONVOLUTION + (positions == Positions.BATCH_NORM ? ".weight" : ".weight_v");
  }

  /** w = g v / |v|, the norm over output and input channels, one for each kernel position. */
  private float[] weights() {
    float[] weights = blocks.values(direction());
    if (positions == Positions.BATCH_NORM) {
      return weights;
    }
    float[] magnitude = blocks.values(CONVOLUTION + ".weight_g");
    int kernel = magnitude.length;
    double[] squares = new double[kernel];
    for (int i = 0; i < weights.length; i++) {
      squares[i % kernel] += (double) weights[i] * weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= (float) (magnitude[i % kernel] / Math.sqrt(squares[i % kernel]));
    }
    return weights;
  }

  private Value batchNormed(Value frames) {
    Graph graph = blocks.graph();
    float[] scale = blocks.values(BATCH_NORM + ".weight");
    float[] shift = blocks.values(BATCH_NORM + ".bias");
    float[] mean = blocks.values(BATCH_NORM + FrozenBatchNorm.MEAN);
    float[] variance = blocks.values(BATCH_NORM + FrozenBatchNorm.VARIANCE);
    for (int i = 0; i < scale.length; i++) {
      scale[i] /= (float) Math.sqrt(variance[i] + FrozenBatchNorm.EPSILON);
    }
    return graph.add(
        graph.multiply(
            graph.subtract(frames, graph.floats(mean, mean.length)),
            graph.floats(scale, scale.length)),
        graph.floats(shift, shift.length));
  }
}
