package org.emoglot.export;

import java.util.List;
import org.emoglot.encoder.convolution.Convolutions;
import org.emoglot.encoder.wav2vec2.Variant;
import org.emoglot.encoder.wav2vec2.Wav2Vec2Config;
import org.jspecify.annotations.Nullable;

/** wav2vec 2.0, HuBERT, WavLM, UniSpeech. */
final class Wav2Vec2Graph implements EncoderGraph {

  private static final String LAYER = "feature_extractor.conv_layers.";
  private static final float EPSILON = 1e-5f; // of the norms of the convolutions

  private final Wav2Vec2Config config;
  private final Blocks blocks;
  private final Graph graph;
  private final ContextGraph context;

  Wav2Vec2Graph(Wav2Vec2Config config, Blocks blocks, Blocks added) {
    this.config = config;
    this.blocks = blocks;
    graph = blocks.graph();
    boolean batchNorm =
        config.variant() instanceof Variant.Hubert hubert && hubert.positionalBatchNorm();
    context =
        new ContextGraph(
            config.context(),
            config.variant().projectionNorm(),
            batchNorm ? ContextGraph.Positions.BATCH_NORM : ContextGraph.Positions.WEIGHT_NORM,
            blocks,
            added);
  }

  @Override
  public List<Value> states(Value samples, int last) {
    Value features = features(samples);
    return context.states(features, last, bias(features));
  }

  /** Frames (T, C) of samples (N). */
  private Value features(Value samples) {
    Convolutions layout = config.convolutions();
    Value x = graph.unsqueeze(samples, 0); // (1, N)
    x = graph.unsqueeze(x, 0); // (1, 1, N)
    for (int i = 0; i < layout.kernels().size(); i++) {
      x = blocks.convolution(x, LAYER + i + ".conv", layout.strides().get(i), 0);
      x = blocks.gelu(normed(x, i)); // (1, C, T)
    }
    return blocks.frames(x);
  }

  private Value normed(Value x, int layer) {
    String norm = LAYER + layer + ".layer_norm";
    if (config.convolutions().norm() == Convolutions.Norm.LAYER) {
      return blocks.channels(blocks.norm(blocks.frames(x), norm, EPSILON));
    }
    return layer > 0
        ? x
        : graph.op(
            "InstanceNormalization",
            Attributes.of("epsilon", EPSILON),
            x,
            blocks.exact(norm + ".weight"),
            blocks.exact(norm + ".bias"));
  }

  // ---------------------------------------------------------------- WavLM

  private TransformerGraph.@Nullable Bias bias(Value features) {
    if (!(config.variant() instanceof Variant.WavLm wavLm)) {
      return null;
    }
    Value shared = relativePositions(wavLm, graph.squeeze(graph.dimension(features, 0), 0));
    return (x, attention) -> graph.multiply(gates(x, attention), shared);
  }

  /** A value for each head, query and key by their distance: (H, T, T). */
  private Value relativePositions(Variant.WavLm wavLm, Value frames) {
    int[] classes = wavLm.classes(); // of distances from -max to max
    long[] table = new long[classes.length];
    for (int i = 0; i < table.length; i++) {
      table[i] = classes[i];
    }
    long most = table.length / 2;
    Value times = graph.range(frames);
    Value distances =
        graph.subtract(graph.unsqueeze(times, 0), graph.unsqueeze(times, 1)); // key - query, (T, T)
    Value near =
        graph.op("Min", graph.op("Max", distances, graph.integer(-most)), graph.integer(most));
    Value of =
        graph.gather(graph.integers(table), graph.add(near, graph.integer(most)), 0); // (T, T)
    Value values =
        graph.gather(
            blocks.exact("encoder.layers.0.attention.rel_attn_embed.weight"), of, 0); // (T, T, H)
    return graph.transpose(values, 2, 0, 1);
  }

  /** 2 + a (c b - 1) of the gates a and b of each head and query: (H, T, 1). */
  private Value gates(Value x, String attention) {
    int heads = config.context().heads();
    long ofHead = config.context().width() / heads;
    Value parts = graph.reshape(graph.reshape(x, 0, heads, ofHead), -1, ofHead); // (T H, D / H)
    Value projected = blocks.linear(parts, attention + ".gru_rel_pos_linear"); // (T H, 8)
    Value sums = graph.sum(graph.reshape(projected, -1, heads, 2, 4), 3, false); // (T, H, 2)
    Value gates = graph.transpose(graph.op("Sigmoid", sums), 1, 0, 2); // (H, T, 2)
    Value a = graph.slice(gates, graph.integers(0), graph.integers(1), 2); // (H, T, 1)
    Value b = graph.slice(gates, graph.integers(1), graph.integers(2), 2);
    float[] factors = blocks.values(attention + ".gru_rel_pos_const");
    Value factor = graph.floats(factors, heads, 1, 1);
    Value inner = graph.subtract(graph.multiply(b, factor), graph.single(1));
    return graph.add(graph.multiply(a, inner), graph.single(2));
  }
}
