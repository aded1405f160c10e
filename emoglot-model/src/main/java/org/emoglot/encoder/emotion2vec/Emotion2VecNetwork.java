package org.emoglot.encoder.emotion2vec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.encoder.LayeredNetwork;
import org.emoglot.encoder.context.ContextConfig;
import org.emoglot.encoder.context.ContextNetwork;
import org.emoglot.encoder.context.Positions;
import org.emoglot.nn.Frames;
import org.emoglot.nn.LayerStack;
import org.emoglot.nn.TransformerLayer;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;

/** A context network with extra tokens before the frames and linear biases in its attention. */
final class Emotion2VecNetwork implements LayeredNetwork {

  private static final String TOKENS = "encoder.extra_tokens";
  private static final String SCALES = "encoder.alibi_scale";

  private final int tokens;
  private final ContextNetwork context;
  private final Tensor learned; // (1, E, D)

  Emotion2VecNetwork(Emotion2VecConfig config, Parameters parameters) {
    ContextConfig sizes = config.context();
    tokens = config.tokens();
    context =
        new ContextNetwork(
            sizes,
            config.channels(),
            true,
            Positions.convolutions(config.positionalDepth()),
            parameters);
    learned =
        tokens == 0
            ? Ops.zeros(0)
            : parameters.take(TOKENS, Initializer.normal(1), 1, tokens, sizes.width());
    config.alibi().ifPresent(alibi -> addBiases(alibi, sizes, parameters));
  }

  private void addBiases(Alibi alibi, ContextConfig sizes, Parameters parameters) {
    Tensor scales =
        parameters.take(
            SCALES,
            Initializer.constant(1),
            alibi.perLayer() ? sizes.layers() : 1,
            1,
            alibi.perHead() ? sizes.heads() : 1,
            1,
            1);
    List<TransformerLayer> layers = context.layers();
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).attention().setPositions(new AlibiPositions(scales, i, sizes.heads(), tokens));
    }
  }

  @Override
  public Frames normalize(Frames features) {
    return context.normalize(features);
  }

  @Override
  public Frames input(Frames features, UnaryOperator<Frames> change, boolean training) {
    if (tokens == 0) {
      return context.input(features, change, training);
    }
    try (Scope scope = Scope.open()) {
      Tensor first = context.norm().forward(learned.squeeze(0)); // (E, D)
      List<Tensor> sequences = new ArrayList<>();
      for (Tensor sequence : context.input(features, change, training).sequences()) {
        sequences.add(Ops.concatenate(List.of(first, sequence)));
      }
      return Frames.pack(sequences).handOut(scope);
    }
  }

  @Override
  public LayerStack stack() {
    return context.stack();
  }

  /** The scales act in the attention of every layer, the first among them. */
  @Override
  public int entersAt(String parameter) {
    return parameter.equals(SCALES) ? 1 : context.entersAt(parameter);
  }

  @Override
  public boolean isTrainable(String parameter) {
    return context.isTrainable(parameter);
  }
}
