package org.emoglot.export;

import java.util.List;
import org.emoglot.nn.TransformerSpec;
import org.jspecify.annotations.Nullable;

/**
 * Transformer layers, with the adapters and gates that stand in them. Low-rank updates are part of
 * the weights.
 *
 * @param blocks with the encoder's parameters
 * @param added with those of the adaptation
 * @param spec the form of the layers
 * @param before each layer's number in the names of its parameters
 */
record TransformerGraph(Blocks blocks, Blocks added, TransformerSpec spec, String before) {

  /** What is added to the attention's scores, of shape (H, T, T). */
  @FunctionalInterface
  interface Bias {
    /** From the attention's input (T, D) and the name of the attention. */
    Value of(Value x, String attention);
  }

  /** One hidden state (T, D) from the one below it. */
  Value layer(int index, Value below, @Nullable Bias bias) {
    String name = before + index + ".";
    String address = "layers." + index;
    Value x = gated(below, address + ".input.gate");
    double epsilon = spec.layerNormEpsilon();
    String attention = name + spec.names().attention();
    String attentionNorm = name + spec.names().attentionNorm();
    String outerNorm = name + spec.names().outerNorm();
    Graph graph = blocks.graph();
    if (spec.preNorm()) {
      Value h = graph.add(x, attention(blocks.norm(x, attentionNorm, epsilon), attention, bias));
      return graph.add(h, feedForward(blocks.norm(h, outerNorm, epsilon), name, address));
    }
    Value h = blocks.norm(graph.add(x, attention(x, attention, bias)), attentionNorm, epsilon);
    return blocks.norm(graph.add(h, feedForward(h, name, address)), outerNorm, epsilon);
  }

  /** Weighted by the sigmoid of a parameter of the adaptation, where there is one. */
  private Value gated(Value x, String gate) {
    if (!added.has(gate)) {
      return x;
    }
    float[] weights = added.values(gate);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (1 / (1 + Math.exp(-weights[i])));
    }
    return blocks.graph().multiply(x, blocks.graph().floats(weights, weights.length));
  }

  private Value attention(Value x, String name, @Nullable Bias bias) {
    Graph graph = blocks.graph();
    int heads = spec.heads();
    int width = spec.width();
    long ofHead = width / heads;
    Value projected =
        blocks.linears(
            x,
            List.of(name + ".q_proj", name + ".k_proj", name + ".v_proj"),
            List.of(1 / Math.sqrt(ofHead), 1.0, 1.0)); // (T, 3 D)
    Value parts =
        graph.transpose(graph.reshape(projected, 0, 3, heads, ofHead), 1, 2, 0, 3); // (3, H, T, d)
    Value queries = graph.gather(parts, graph.integer(0), 0); // (H, T, d)
    Value keys = graph.transpose(graph.gather(parts, graph.integer(1), 0), 0, 2, 1); // (H, d, T)
    Value values = graph.gather(parts, graph.integer(2), 0);
    Value scores = graph.product(queries, keys); // (H, T, T)
    if (bias != null) {
      scores = graph.add(scores, bias.of(x, name));
    }
    Value mixed = graph.product(graph.softmax(scores, -1), values); // (H, T, d)
    Value together = graph.reshape(graph.transpose(mixed, 1, 0, 2), 0, width); // (T, D)
    return blocks.linear(together, name + ".out_proj");
  }

  private Value feedForward(Value x, String name, String address) {
    Value inner = blocks.gelu(blocks.linear(x, name + spec.names().inner()));
    return adapted(blocks.linear(inner, name + spec.names().outer()), address + ".adapter");
  }

  /** With the bottleneck adapter behind it, where there is one. */
  private Value adapted(Value f, String adapter) {
    if (!added.has(adapter + ".down.weight")) {
      return f;
    }
    Value inner = added.gelu(added.linear(f, adapter + ".down"));
    Value update = gated(added.linear(inner, adapter + ".up"), adapter + ".gate");
    return blocks.graph().add(f, update);
  }
}
