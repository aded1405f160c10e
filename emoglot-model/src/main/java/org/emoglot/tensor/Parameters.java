package org.emoglot.tensor;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Misfit;
import org.emoglot.checkpoint.Weights;
import org.jspecify.annotations.Nullable;

/**
 * The named parameters of a network, in the order of its layers' requests. They come either from a
 * file or from a seeded generator; the layers do not know which.
 *
 * <p>A layer asks for its parameters in its constructor. After the network is built, {@link
 * #requireComplete} reports at once everything that a file lacked, had in another shape, or had too
 * much.
 */
public final class Parameters implements AutoCloseable {

  private final Source source;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Set<String> factors = new LinkedHashSet<>();
  private final Set<String> matrices = new HashSet<>();
  private final Set<String> fixed = new HashSet<>();
  private final Map<String, Tensor> derived = new LinkedHashMap<>();
  private Precision precision = Precision.FP32;
  private final Misfit misfit = new Misfit();

  private Parameters(Source source) {
    this.source = source;
  }

  /** The source of values. */
  private interface Source {
    /**
     * A fresh tensor, or null when there are no values that fit, and a word in {@code misfit} if
     * there should be.
     */
    @Nullable Tensor tensor(String name, Initializer initializer, Misfit misfit, long... shape);

    /** Puts into {@code misfit} what should have been asked for and was not. */
    default void reportUnasked(Misfit misfit) {}
  }

  /** Fresh parameters, each drawn by its own generator from the seed and its name. */
  public static Parameters seeded(long seed) {
    Engine.start();
    return new Parameters(
        (name, initializer, misfit, shape) ->
            Ops.tensor(initializer.draw(Initializer.generator(seed, name), shape), shape));
  }

  /**
   * Parameters out of a file; initializers are not used. A tensor with a value that is not finite
   * is refused when a layer asks for it.
   *
   * @param storedName from the name that a layer asks for to the name in the file
   */
  public static Parameters from(Weights file, UnaryOperator<String> storedName) {
    return from(file, storedName, name -> false);
  }

  /**
   * Parameters out of a file; initializers are not used.
   *
   * @param storedName from the name that a layer asks for to the name in the file
   * @param belongs whether a tensor of the file, by its name there, must be asked for by a layer
   */
  public static Parameters from(
      Weights file, UnaryOperator<String> storedName, Predicate<String> belongs) {
    return from(file, storedName, belongs, Set.of());
  }

  /**
   * Parameters out of a file without those of layers that nobody asks.
   *
   * @param leftOut the parameters that the file lacks, by the names that layers ask for; they have
   *     no values
   */
  public static Parameters from(
      Weights file,
      UnaryOperator<String> storedName,
      Predicate<String> belongs,
      Set<String> leftOut) {
    Engine.start();
    return new Parameters(
        new Stored(file, file.names(), storedName, belongs, leftOut, new HashSet<>()));
  }

  private record Stored(
      Weights file,
      Set<String> names,
      UnaryOperator<String> storedName,
      Predicate<String> belongs,
      Set<String> leftOut,
      Set<String> asked)
      implements Source {

    @Override
    public @Nullable Tensor tensor(
        String name, Initializer initializer, Misfit misfit, long... shape) {
      if (leftOut.contains(name)) {
        return null;
      }
      String stored = storedName.apply(name);
      asked.add(stored);
      if (!names.contains(stored)) {
        misfit.missing(stored, shape);
        return null;
      }
      List<Long> found = file.entry(stored).shape();
      if (!found.equals(Arrays.stream(shape).boxed().toList())) {
        misfit.misshapen(stored, found, shape);
        return null;
      }
      Tensor tensor = Ops.uninitialized(shape);
      if (tensor.numel() > 0) {
        file.read(stored, Ops.memory(tensor));
        requireFinite(file, stored, tensor);
      }
      return tensor;
    }

    /** Damaged weights would only be noticed by answers that are none. */
    private static void requireFinite(Weights file, String stored, Tensor tensor) {
      if (!Ops.isFinite(tensor)) {
        throw new InvalidInputException(
            "Expected finite numbers in the weights %s, found NaN or infinity in the tensor %s: the file is damaged, or its training diverged; download it again or take an earlier checkpoint."
                .formatted(file.file(), file.storedName(stored)));
      }
    }

    @Override
    public void reportUnasked(Misfit misfit) {
      for (String name : names) {
        if (belongs.test(name) && !asked.contains(name)) {
          misfit.unknown(name, file.entry(name).shape());
        }
      }
    }
  }

  /** The parameter of that name, made on first call. It starts frozen. */
  public Tensor take(String name, Initializer initializer, long... shape) {
    if (tensors.containsKey(name)) {
      throw new IllegalStateException("Two layers ask for the parameter " + name + ".");
    }
    try (Scope scope = Scope.open()) {
      Tensor found = source.tensor(name, initializer, misfit, shape);
      Tensor tensor = Scope.own(found == null ? Ops.zeros(0) : found);
      tensors.put(name, tensor);
      return tensor;
    }
  }

  /**
   * As {@link #take}, for a parameter that is a factor of a product and nothing else: frozen, it is
   * kept in the precision of products.
   */
  public Tensor takeFactor(String name, Initializer initializer, long... shape) {
    factors.add(name);
    return take(name, initializer, shape);
  }

  /** As {@link #takeFactor}, for the weight (out, in) of {@link Ops#linear} and nothing else. */
  public Tensor takeMatrix(String name, Initializer initializer, long output, long input) {
    matrices.add(name);
    return takeFactor(name, initializer, output, input);
  }

  /** As {@link #take}, for values that no gradient changes, such as statistics of the data. */
  public Tensor takeFixed(String name, Initializer initializer, long... shape) {
    fixed.add(name);
    return take(name, initializer, shape);
  }

  /**
   * Sets the precision of products, once it is known which parameters are frozen. Frozen factors
   * are rounded to it at once and for good; trainable ones stay float32, and are rounded in each
   * step.
   */
  public void setPrecision(Precision wanted) {
    precision = wanted;
    forgetDerived();
    for (String name : factors) {
      Tensor tensor = Objects.requireNonNull(tensors.get(name), name);
      if (!tensor.requires_grad()) {
        try (Scope scope = Scope.open()) {
          tensor.put(tensor.to(wanted.type()));
        }
      }
    }
  }

  /**
   * Lays frozen float32 matrices out as the processor multiplies them, if the engine can: for a
   * network that from now on only answers. They need no more memory and can be read, but their
   * precision is set before.
   */
  public void pack() {
    if (precision != Precision.FP32 || !PackedProducts.exist()) {
      return;
    }
    for (String name : matrices) {
      Tensor tensor = Objects.requireNonNull(tensors.get(name), name);
      if (!tensor.requires_grad() && !tensor.is_mkldnn() && tensor.numel() > 0) {
        try (Scope scope = Scope.open()) {
          tensor.put(PackedProducts.pack(tensor));
        }
      }
    }
  }

  public Precision precision() {
    return precision;
  }

  /** A tensor as a factor of a product: in the precision of products. */
  public Tensor factor(Tensor x) {
    return x.to(precision.type());
  }

  /**
   * A tensor that follows from parameters by a computation, which is done once if they are frozen.
   *
   * @param name any name that no other derived tensor has
   * @param sources the parameters that it follows from
   */
  public Tensor derived(String name, Supplier<Tensor> computation, Tensor... sources) {
    if (Arrays.stream(sources).anyMatch(Tensor::requires_grad)) {
      return computation.get();
    }
    synchronized (derived) { // several threads may ask one network
      Tensor known = derived.get(name);
      if (known == null) {
        known = Scope.own(computation.get());
        derived.put(name, known);
      }
      return known;
    }
  }

  /**
   * Says everything that did not fit, in one error. Called while the file is still open.
   *
   * @param origin the file, for the message
   */
  public void requireComplete(Object origin) {
    source.reportUnasked(misfit);
    misfit.refuseIfAny(origin);
  }

  /** Name to tensor, in the order of construction. */
  public Map<String, Tensor> all() {
    return Collections.unmodifiableMap(tensors);
  }

  /** Number of values in all parameters. */
  public long count() {
    return tensors.values().stream().mapToLong(Tensor::numel).sum();
  }

  /** Makes all parameters but fixed ones trainable, or freezes them. */
  public void setTrainable(boolean trainable) {
    tensors.forEach((name, tensor) -> tensor.set_requires_grad(trainable && !fixed.contains(name)));
  }

  @Override
  public void close() {
    tensors.values().forEach(Scope::disown);
    tensors.clear();
    forgetDerived();
  }

  private void forgetDerived() {
    derived.values().forEach(Scope::disown);
    derived.clear();
  }
}
