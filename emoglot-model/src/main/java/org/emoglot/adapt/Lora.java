package org.emoglot.adapt;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.Layer;
import org.emoglot.nn.Linear;
import org.emoglot.nn.Site;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;

/**
 * A low-rank update beside a frozen projection (Hu et al. 2021, arXiv 2106.09685): y = W x + (alpha
 * / r) B A x. Shapes: A (r, in), B (out, r); B starts at zero, so the first step sees the frozen
 * encoder.
 */
final class Lora implements Layer {

  private final Site site;
  private final Layer frozen;
  private final Parameters parameters;
  private final Tensor down;
  private final Tensor up;
  private final double scale;
  private final Layer gate;

  private Lora(
      Site site, Layer frozen, Parameters parameters, AdaptationConfig config, Layer gate) {
    int rank = config.loraRank();
    String name = site.address();
    Linear projection = site.projection();
    this.site = site;
    this.frozen = frozen;
    this.parameters = parameters;
    this.gate = gate;
    this.scale = config.loraAlpha() / rank;
    this.down =
        parameters.takeFactor(
            name + ".lora_A.weight", Initializer.kaiming(), rank, projection.inputs());
    this.up =
        parameters.takeFactor(
            name + ".lora_B.weight", Initializer.constant(0), projection.outputs(), rank);
  }

  /** Adds an update to the projection of a site. */
  static Lora at(Site site, Parameters parameters, AdaptationConfig config, Layer gate) {
    Lora lora = new Lora(site, site.current(), parameters, config, gate);
    site.wrap(frozen -> lora);
    return lora;
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor inner = Ops.linear(parameters.factor(x), parameters.factor(down), null); // (ΣT, r)
    Tensor update = Ops.linear(Ops.scale(inner, scale), parameters.factor(up), null); // (ΣT, D)
    return frozen.forward(x).add(gate.forward(update));
  }

  /** Adds the update to the weights of the projection and removes it. */
  void merge() {
    try (Scope scope = Scope.open()) {
      Ops.withoutGradient(
          () -> {
            Tensor update = gate.forward(Ops.scale(up.matmul(down), scale)); // (out, in)
            site.projection().add(update);
            return update;
          });
    }
    site.wrap(merged -> frozen);
  }
}
