package org.emoglot.adapt;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.wav2vec2.Layer;

/**
 * A low-rank update beside a frozen projection (Hu et al. 2021, arXiv 2106.09685): y = W x + (alpha
 * / r) B A x. Shapes: A (r, in), B (out, r); B starts at zero, so the first step sees the frozen
 * encoder.
 */
final class Lora implements Layer {

  private final Layer frozen;
  private final Parameters parameters;
  private final Tensor down;
  private final Tensor up;
  private final double scale;
  private final Layer gate;

  Lora(
      Layer frozen,
      Parameters parameters,
      String name,
      int width,
      AdaptationConfig config,
      Layer gate) {
    int rank = config.loraRank();
    this.frozen = frozen;
    this.parameters = parameters;
    this.gate = gate;
    this.scale = config.loraAlpha() / rank;
    this.down = parameters.takeFactor(name + ".lora_A.weight", Initializer.kaiming(), rank, width);
    this.up = parameters.takeFactor(name + ".lora_B.weight", Initializer.constant(0), width, rank);
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor inner = Ops.linear(parameters.factor(x), parameters.factor(down), null); // (ΣT, r)
    Tensor update = Ops.linear(Ops.scale(inner, scale), parameters.factor(up), null); // (ΣT, D)
    return frozen.forward(x).add(gate.forward(update));
  }
}
