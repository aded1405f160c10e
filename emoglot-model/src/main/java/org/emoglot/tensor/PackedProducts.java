package org.emoglot.tensor;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Products of frames with weights that lie in memory as oneDNN multiplies them. Other libraries
 * rearrange the weights in every product, which takes a tenth of its time for a second of speech.
 * Such weights have no gradient.
 *
 * <p>The engine has these operations for its compiler and calls them by name alone.
 */
final class PackedProducts {

  /** Relative error of a product in float32, and of one that was rounded to less. */
  private static final double FLOAT32_TOLERANCE = 1e-5;

  private static final int PROBE_SIZE = 128;

  /**
   * Frames in a product that the layout is made for; it holds for any number. Told of few, oneDNN
   * lays 32 rows of the weight side by side, which multiplies many frames a hundredth faster than
   * the 64 that it lays for many. Weights of wide encoders are slower so.
   */
  private static final long FEW_ROWS = 64;

  private static final long MANY_ROWS = 1024;

  /** The narrower side of a weight from which on it is wide. */
  private static final long WIDE = 1024;

  private static final int SCALARS_ARGUMENT = 4;

  /** The engine's operations and those of their arguments that never change. */
  private record Operations(
      OperatorHandle pack,
      OperatorHandle linear,
      OperatorHandle linearSum,
      IValue none,
      IValue gelu,
      IValue add,
      IValue exact,
      IValue nothing,
      IValue noScalars) {

    static Operations find() {
      Dispatcher dispatcher = Dispatcher.singleton();
      OperatorHandle linear =
          Scope.own(dispatcher.findSchemaOrThrow("mkldnn::_linear_pointwise", ""));
      return new Operations(
          Scope.own(dispatcher.findSchemaOrThrow("mkldnn::_reorder_linear_weight", "")),
          linear,
          Scope.own(dispatcher.findSchemaOrThrow("mkldnn::_linear_pointwise", "binary")),
          Scope.own(new IValue("none")),
          Scope.own(new IValue("gelu")),
          Scope.own(new IValue("add")),
          Scope.own(new IValue("none")), // not by the hyperbolic tangent
          Scope.own(new IValue()),
          Scope.own(new IValue(noScalars(linear))));
    }

    /** An empty list of the type that the operation asks for. */
    private static GenericList noScalars(OperatorHandle linear) {
      return new GenericList(
          linear.schema().arguments().getPointer(SCALARS_ARGUMENT).type().get().containedType(0));
    }
  }

  /** Found once, at first use. */
  private static final class Found {

    static final @Nullable Operations OPERATIONS = find();

    private static @Nullable Operations find() {
      try (Scope scope = Scope.open()) {
        if (!torch.hasMKLDNN()) {
          return null;
        }
        Operations operations = Operations.find();
        return error(operations) > FLOAT32_TOLERANCE ? null : operations;
      } catch (RuntimeException e) {
        return null; // an engine without them computes products in another way
      }
    }

    /** Relative error of a product against the same in double precision. */
    private static double error(Operations operations) {
      float[] values = new float[PROBE_SIZE * PROBE_SIZE];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.sin(i * 0.7 + 1);
      }
      return Ops.withoutGradient(
          () -> {
            Tensor x = Ops.tensor(values, PROBE_SIZE, PROBE_SIZE);
            Tensor wide = Ops.doubled(x);
            Tensor exact = wide.matmul(wide.t());
            Tensor found = product(operations, x, pack(operations, x), null, false);
            return Ops.doubled(found).sub(exact).abs().max().item_double()
                / exact.abs().max().item_double();
          });
    }
  }

  private PackedProducts() {}

  /** Whether weights can be packed here. */
  static boolean exist() {
    return Found.OPERATIONS != null;
  }

  /** The same weight (out, in), packed; {@link #exist} must hold. */
  static Tensor pack(Tensor weight) {
    return pack(operations(), weight);
  }

  /** The values of a tensor in row-major order, packed or not. */
  static Tensor unpack(Tensor x) {
    return x.is_mkldnn() ? x.to_dense() : x;
  }

  /**
   * y = x Wᵀ + b, or its GELU.
   *
   * @param x shape (..., in), float32
   * @param packed the weight as {@link #pack} returns it
   * @param bias shape (out) or null
   */
  static Tensor linear(Tensor x, Tensor packed, @Nullable Tensor bias, boolean gelu) {
    return product(operations(), x.contiguous(), packed, bias, gelu);
  }

  /**
   * s + x Wᵀ + b.
   *
   * @param summand s, shape (..., out), float32
   * @param x shape (..., in), float32
   * @param packed the weight as {@link #pack} returns it
   * @param bias shape (out) or null
   */
  static Tensor linearSum(Tensor summand, Tensor x, Tensor packed, @Nullable Tensor bias) {
    Operations operations = operations();
    try (Scope scope = Scope.open()) {
      return scope.handOut(
          call(
              operations.linearSum,
              new IValue(x.contiguous()),
              new IValue(summand.contiguous()),
              new IValue(packed),
              bias == null ? operations.nothing : new IValue(bias),
              operations.add));
    }
  }

  private static Operations operations() {
    Operations found = Found.OPERATIONS;
    if (found == null) {
      throw new IllegalStateException("Weights cannot be packed here.");
    }
    return found;
  }

  private static Tensor pack(Operations operations, Tensor weight) {
    long rows = Math.min(weight.size(0), weight.size(1)) < WIDE ? FEW_ROWS : MANY_ROWS;
    try (Scope scope = Scope.open()) {
      return scope.handOut(
          call(operations.pack, new IValue(weight.contiguous()), new IValue(rows)));
    }
  }

  private static Tensor product(
      Operations operations, Tensor x, Tensor packed, @Nullable Tensor bias, boolean gelu) {
    try (Scope scope = Scope.open()) {
      return scope.handOut(
          call(
              operations.linear,
              new IValue(x),
              new IValue(packed),
              bias == null ? operations.nothing : new IValue(bias),
              gelu ? operations.gelu : operations.none,
              operations.noScalars,
              operations.exact));
    }
  }

  private static Tensor call(OperatorHandle operation, IValue... arguments) {
    IValueVector stack = new IValueVector(arguments); // the operation replaces them by its result
    operation.callBoxed(stack);
    return new Tensor(stack.get(0).toTensor()); // a copy, since that one belongs to the stack
  }
}
