package org.emoglot.tensor;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** The engine's operations with the signatures that this code base needs, and no more. */
public final class Ops {

  /** With fewer rows a product is faster as it is than as a convolution of kernel width 1. */
  private static final int FEWEST_CONVOLVED_ROWS = 16;

  private Ops() {}

  // ---------------------------------------------------------------- making and reading tensors

  /** A float32 tensor of the given shape from values in row-major order. */
  public static Tensor tensor(float[] values, long... shape) {
    Shapes.requireSize(values.length, shape);
    return Tensor.create(values, shape);
  }

  /** A float64 tensor; the losses are tested in it. */
  public static Tensor tensor(double[] values, long... shape) {
    Shapes.requireSize(values.length, shape);
    return Tensor.create(values, shape);
  }

  /** An int64 tensor, for indices and labels. */
  public static Tensor tensor(long[] values, long... shape) {
    Shapes.requireSize(values.length, shape);
    return Tensor.create(values, shape);
  }

  /** A tensor of int64 from ints, one-dimensional. */
  public static Tensor indices(int... values) {
    return Tensor.create(Arrays.stream(values).asLongStream().toArray(), values.length);
  }

  /** A float32 tensor of whatever values, to be written to. */
  static Tensor uninitialized(long... shape) {
    return torch.empty(shape);
  }

  /** The memory of a contiguous float32 tensor; valid as long as the tensor is. */
  static ByteBuffer memory(Tensor x) {
    return new BytePointer(x.data_ptr()).capacity(x.numel() * Float.BYTES).asByteBuffer();
  }

  public static Tensor zeros(long... shape) {
    return torch.torch_zeros(shape);
  }

  /** Values in row-major order; the tensor may be of any floating type. */
  public static float[] floats(Tensor x) {
    Tensor flat = PackedProducts.unpack(x).detach().to(ScalarType.Float).contiguous();
    float[] values = new float[Math.toIntExact(flat.numel())];
    if (values.length > 0) {
      new FloatPointer(flat.data_ptr()).get(values);
    }
    return values;
  }

  /** The rows of a matrix (B, C). */
  public static List<float[]> rows(Tensor matrix) {
    float[] values = floats(matrix);
    int width = Math.toIntExact(matrix.size(1));
    List<float[]> rows = new ArrayList<>();
    for (int start = 0; start < values.length; start += width) {
      rows.add(Arrays.copyOfRange(values, start, start + width));
    }
    return rows;
  }

  /** Values in row-major order, in double precision. */
  public static double[] doubles(Tensor x) {
    Tensor flat = PackedProducts.unpack(x).detach().to(ScalarType.Double).contiguous();
    double[] values = new double[Math.toIntExact(flat.numel())];
    if (values.length > 0) {
      new DoublePointer(flat.data_ptr()).get(values);
    }
    return values;
  }

  /** Whether no value is NaN or infinite. */
  static boolean isFinite(Tensor x) {
    // One pass is enough for all but the oddest tensors: no sum makes such a value finite again.
    return Double.isFinite(x.sum().item_double()) || x.isfinite().all().item_bool();
  }

  /** Overwrites a float32 tensor in place, outside of automatic differentiation. */
  public static void assign(Tensor x, float[] values) {
    Shapes.requireSize(values.length, x.shape());
    try (Scope scope = Scope.open();
        NoGradGuard guard = new NoGradGuard()) {
      x.copy_(tensor(values, x.shape()));
    }
  }

  /** Adds to a tensor in place, in its own type and outside of automatic differentiation. */
  public static void addInPlace(Tensor x, Tensor update) {
    try (Scope scope = Scope.open();
        NoGradGuard guard = new NoGradGuard()) {
      x.copy_(x.to(update.scalar_type()).add(update));
    }
  }

  // ---------------------------------------------------------------- layers

  /** y = x Wᵀ + b. Shapes: x (..., in), weight (out, in), packed or not, bias (out) or null. */
  public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
    if (weight.is_mkldnn()) {
      return PackedProducts.linear(x, weight, bias, false);
    }
    if (Engine.convolvesProducts()
        && x.ndimension() == 2
        && x.size(0) >= FEWEST_CONVOLVED_ROWS
        && x.scalar_type().intern() == ScalarType.Float) {
      return ConvolutionOps.product(x, weight, bias);
    }
    return bias == null
        ? torch.linear(x, weight)
        : torch.linear(x, weight, new TensorOptional(bias));
  }

  /** The GELU of {@link #linear}. */
  public static Tensor geluOfLinear(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return weight.is_mkldnn()
        ? PackedProducts.linear(x, weight, bias, true)
        : gelu(linear(x, weight, bias));
  }

  /** The sum of {@link #linear} and a tensor of its shape. */
  public static Tensor linearSum(Tensor summand, Tensor x, Tensor weight, @Nullable Tensor bias) {
    return weight.is_mkldnn()
        ? PackedProducts.linearSum(summand, x, weight, bias)
        : summand.add(linear(x, weight, bias));
  }

  /** Normalises over the last axis. Shapes: x (..., D), weight and bias (D). */
  public static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double epsilon) {
    return torch.layer_norm(
        x,
        new long[] {weight.size(0)},
        new TensorOptional(weight),
        new TensorOptional(bias),
        epsilon,
        true);
  }

  /** Normalises over the last axis, without scale and shift. */
  public static Tensor layerNorm(Tensor x, double epsilon) {
    return torch.layer_norm(
        x, new long[] {x.size(-1)}, new TensorOptional(), new TensorOptional(), epsilon, true);
  }

  /**
   * softmax(q kᵀ / sqrt(D/H) + bias) v. Shapes: q, k, v (B, H, T, D/H), bias (B, H, T, T) or null.
   */
  public static Tensor attention(Tensor q, Tensor k, Tensor v, @Nullable Tensor bias) {
    // The engine's fused kernel for bfloat16 is never used: without AMX it takes 30 times as long
    // as that for float32, and with AMX its gradients take 20 times as long.
    if (q.scalar_type().intern() != ScalarType.BFloat16) {
      return fusedAttention(q, k, v, bias);
    }
    if (!q.requires_grad()) {
      return like(fusedAttention(single(q), single(k), single(v), bias), q);
    }
    Tensor scores = scale(q, 1 / Math.sqrt(q.size(3))).matmul(k.transpose(2, 3)); // (B, H, T, T)
    Tensor weights = (bias == null ? scores : scores.add(bias)).softmax(-1);
    return like(weights, v).matmul(v); // (B, H, T, D/H)
  }

  private static Tensor fusedAttention(Tensor q, Tensor k, Tensor v, @Nullable Tensor bias) {
    return torch.scaled_dot_product_attention(
        q,
        k,
        v,
        bias == null ? new TensorOptional() : new TensorOptional(like(bias, q)),
        0,
        false,
        new DoubleOptional(),
        false);
  }

  /** Exact GELU, with the error function. */
  public static Tensor gelu(Tensor x) {
    return torch.gelu(x);
  }

  /** Inverted dropout of each element; the identity when {@code p} is 0 or not training. */
  public static Tensor dropout(Tensor x, double p, boolean training) {
    return training && p > 0 ? torch.dropout(x, p, true) : x;
  }

  // ---------------------------------------------------------------- arithmetic

  public static Tensor scale(Tensor x, double factor) {
    return x.mul(new Scalar(factor));
  }

  public static Tensor plus(Tensor x, double constant) {
    return x.add(new Scalar(constant));
  }

  /** Sum over one axis. */
  public static Tensor sum(Tensor x, long axis, boolean keepAxis) {
    return x.sum(new long[] {axis}, keepAxis, new ScalarTypeOptional());
  }

  /** Mean over one axis. */
  public static Tensor mean(Tensor x, long axis, boolean keepAxis) {
    return x.mean(new long[] {axis}, keepAxis, new ScalarTypeOptional());
  }

  /** x with {@code value} where {@code mask} is true. */
  public static Tensor fillWhere(Tensor x, Tensor mask, double value) {
    return x.masked_fill(mask, new Scalar(value));
  }

  /** x in double precision. */
  public static Tensor doubled(Tensor x) {
    return x.to(ScalarType.Double);
  }

  /** x in single precision. */
  public static Tensor single(Tensor x) {
    return x.to(ScalarType.Float);
  }

  /** x in the element type of another tensor. */
  public static Tensor like(Tensor x, Tensor other) {
    return x.to(other.scalar_type());
  }

  /** Tensors one behind the other along the first axis; one alone is returned as it is. */
  public static Tensor concatenate(List<Tensor> tensors) {
    return tensors.size() == 1
        ? tensors.get(0)
        : torch.cat(new TensorVector(tensors.toArray(Tensor[]::new)), 0);
  }

  /** Tensors side by side along the last axis; one alone is returned as it is. */
  public static Tensor beside(List<Tensor> tensors) {
    return tensors.size() == 1
        ? tensors.get(0)
        : torch.cat(new TensorVector(tensors.toArray(Tensor[]::new)), -1);
  }

  /** Stretches of the given lengths along the first axis, which they cover. */
  public static List<Tensor> split(Tensor x, long... lengths) {
    if (lengths.length == 1) {
      return List.of(x);
    }
    return List.of(x.split_with_sizes(lengths, 0).get());
  }

  /** Tensors of one shape, stacked along a new first axis. */
  public static Tensor stack(Iterable<Tensor> tensors) {
    TensorVector vector = new TensorVector();
    tensors.forEach(vector::push_back);
    return torch.stack(vector, 0);
  }

  /** log softmax over the last axis. */
  public static Tensor logSoftmax(Tensor logits) {
    return torch.log_softmax(logits, -1);
  }

  /** log of the sum of exponentials over one axis. */
  public static Tensor logSumExp(Tensor x, long axis, boolean keepAxis) {
    return torch.logsumexp(x, new long[] {axis}, keepAxis);
  }

  /** L2 norm over the given axes, which are kept with length one. */
  public static Tensor norm(Tensor x, long... axes) {
    return x.square().sum(axes, true, new ScalarTypeOptional()).sqrt();
  }

  /** Does the work without recording it for differentiation. */
  public static <R> R withoutGradient(java.util.function.Supplier<R> work) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return work.get();
    }
  }
}
