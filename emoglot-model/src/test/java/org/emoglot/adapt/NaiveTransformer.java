package org.emoglot.adapt;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.context.ContextConfig;
import org.emoglot.encoder.logmel.LogMelConfig;
import org.emoglot.encoder.wav2vec2.Wav2Vec2Config;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * The adapted transformer layers in loops and double precision, written from the equations in
 * {@code method.md}: frames are rows of length D, one clip without padding.
 */
final class NaiveTransformer {

  private final ContextConfig config;
  private static final String INNER = ".feed_forward.intermediate_dense";
  private static final String OUTER = ".feed_forward.output_dense";

  private final AdaptationConfig adaptation;
  private final Parameters backbone;
  private final Parameters added;

  NaiveTransformer(
      ContextConfig config, AdaptationConfig adaptation, Parameters backbone, Parameters added) {
    this.config = config;
    this.adaptation = adaptation;
    this.backbone = backbone;
    this.added = added;
  }

  /** The sizes of a layout that has a context network. */
  static ContextConfig sizes(EncoderConfig layout) {
    return layout instanceof LogMelConfig logMel
        ? logMel.context()
        : ((Wav2Vec2Config) layout).context();
  }

  /** The outputs of all layers, given the input of the first. */
  List<double[][]> states(double[][] input) {
    List<double[][]> states = new ArrayList<>();
    double[][] h = input;
    for (int i = 0; i < config.layers(); i++) {
      h = layer(h, i);
      states.add(h);
    }
    if (config.preNorm()) {
      states.set(states.size() - 1, norm(h, "encoder.layer_norm"));
    }
    return states;
  }

  private double[][] layer(double[][] x, int index) {
    String own = "encoder.layers." + index;
    String extra = "layers." + index;
    double[][] input = x;
    if (peft() && adaptation.gate() == Gate.LAYER_INPUT) {
      double[] gate = values(added, extra + ".input.gate");
      input = map(x, (value, channel) -> sigmoid(gate[channel]) * value);
    }
    if (config.preNorm()) {
      double[][] attended = attention(norm(input, own + ".layer_norm"), own, extra);
      double[][] h = add(input, attended);
      return add(h, feedForward(norm(h, own + ".final_layer_norm"), own, extra));
    }
    double[][] h = norm(add(input, attention(input, own, extra)), own + ".layer_norm");
    return norm(add(h, feedForward(h, own, extra)), own + ".final_layer_norm");
  }

  private double[][] attention(double[][] x, String own, String extra) {
    double[][] q = projection(x, own + ".attention.q_proj", extra + ".attention.q_proj");
    double[][] k = projection(x, own + ".attention.k_proj", extra + ".attention.k_proj");
    double[][] v = projection(x, own + ".attention.v_proj", extra + ".attention.v_proj");
    int frames = x.length;
    int width = config.width() / config.heads();
    double[][] mixed = new double[frames][config.width()];
    for (int head = 0; head < config.heads(); head++) {
      for (int t = 0; t < frames; t++) {
        double[] weights = new double[frames];
        double total = 0;
        for (int s = 0; s < frames; s++) {
          double score = 0;
          for (int c = head * width; c < (head + 1) * width; c++) {
            score += q[t][c] * k[s][c];
          }
          weights[s] = Math.exp(score / Math.sqrt(width));
          total += weights[s];
        }
        for (int c = head * width; c < (head + 1) * width; c++) {
          for (int s = 0; s < frames; s++) {
            mixed[t][c] += weights[s] / total * v[s][c];
          }
        }
      }
    }
    return projection(mixed, own + ".attention.out_proj", extra + ".attention.out_proj");
  }

  /** y = W x + gate (alpha / r) B A x. */
  private double[][] projection(double[][] x, String own, String extra) {
    double[][] y = linear(x, backbone, own);
    if (!added.all().containsKey(extra + ".lora_A.weight")) {
      return y;
    }
    double scale = adaptation.loraAlpha() / adaptation.loraRank() * branchGate(extra);
    double[][] update =
        product(
            product(x, added.all().get(extra + ".lora_A.weight")),
            added.all().get(extra + ".lora_B.weight"));
    return add(y, map(update, (value, channel) -> scale * value));
  }

  /** y = f + gate up(gelu(down(f))). */
  private double[][] feedForward(double[][] x, String own, String extra) {
    double[][] inner = gelu(projection(x, own + INNER, extra + INNER));
    double[][] f = projection(inner, own + OUTER, extra + OUTER);
    if (!peft()) {
      return f;
    }
    double gate = branchGate(extra + ".adapter");
    double[][] down = gelu(linear(f, added, extra + ".adapter.down"));
    double[][] up = linear(down, added, extra + ".adapter.up");
    return add(f, map(up, (value, channel) -> gate * value));
  }

  private boolean peft() {
    return adaptation.kind() == Kind.PEFT;
  }

  private double branchGate(String branch) {
    return adaptation.gate() == Gate.BRANCH_SCALAR
        ? sigmoid(values(added, branch + ".gate")[0])
        : 1;
  }

  private double[][] norm(double[][] x, String name) {
    double[] weight = values(backbone, name + ".weight");
    double[] bias = values(backbone, name + ".bias");
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double mean = 0;
      for (double value : x[t]) {
        mean += value / x[t].length;
      }
      double variance = 0;
      for (double value : x[t]) {
        variance += (value - mean) * (value - mean) / x[t].length;
      }
      y[t] = new double[x[t].length];
      for (int c = 0; c < y[t].length; c++) {
        y[t][c] =
            (x[t][c] - mean) / Math.sqrt(variance + config.layerNormEpsilon()) * weight[c]
                + bias[c];
      }
    }
    return y;
  }

  private static double[][] linear(double[][] x, Parameters parameters, String name) {
    double[] bias = values(parameters, name + ".bias");
    return map(
        product(x, parameters.all().get(name + ".weight")),
        (value, channel) -> value + bias[channel]);
  }

  /** x Wᵀ; W has shape (out, in). */
  private static double[][] product(double[][] x, Tensor matrix) {
    double[] weight = Ops.doubles(matrix);
    int outputs = Math.toIntExact(matrix.size(0));
    double[][] y = new double[x.length][outputs];
    for (int t = 0; t < x.length; t++) {
      for (int out = 0; out < outputs; out++) {
        for (int in = 0; in < x[t].length; in++) {
          y[t][out] += weight[out * x[t].length + in] * x[t][in];
        }
      }
    }
    return y;
  }

  private static double[] values(Parameters parameters, String name) {
    return Ops.doubles(parameters.all().get(name));
  }

  private static double[][] add(double[][] x, double[][] y) {
    double[][] sum = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] other = y[t];
      sum[t] = map(new double[][] {x[t]}, (value, channel) -> value + other[channel])[0];
    }
    return sum;
  }

  private static double[][] gelu(double[][] x) {
    return map(x, (value, channel) -> value * (1 + erf(value / Math.sqrt(2))) / 2);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** 2 / sqrt(pi) exp(-x²) (x + 2/3 x³ + 4/15 x⁵ + ...), whose terms have one sign. */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = 0;
    for (int n = 1; Math.abs(term) > 1e-18; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  @FunctionalInterface
  private interface Channelwise {
    double apply(double value, int channel);
  }

  private static double[][] map(double[][] x, Channelwise function) {
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = new double[x[t].length];
      for (int c = 0; c < y[t].length; c++) {
        y[t][c] = function.apply(x[t][c], c);
      }
    }
    return y;
  }
}
