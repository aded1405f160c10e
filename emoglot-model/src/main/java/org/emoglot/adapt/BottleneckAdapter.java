package org.emoglot.adapt;

import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.Layer;
import org.emoglot.nn.Linear;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * A bottleneck after the feed-forward block (Houlsby et al. 2019, arXiv 1902.00751): y = f +
 * up(gelu(down(f))). {@code up} starts at zero, so the first step sees the frozen encoder.
 */
final class BottleneckAdapter implements Layer {

  private final Layer inner;
  private final Linear down;
  private final Linear up;
  private final Layer gate;

  BottleneckAdapter(
      Layer inner, Parameters parameters, String name, int width, int bottleneck, Layer gate) {
    this.inner = inner;
    this.gate = gate;
    this.down = new Linear(parameters, name + ".down", width, bottleneck, Initializer.kaiming());
    this.up = new Linear(parameters, name + ".up", bottleneck, width, Initializer.constant(0));
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor f = inner.forward(x); // (ΣT, D)
    return f.add(gate.forward(up.forward(Ops.gelu(down.forward(f)))));
  }
}
