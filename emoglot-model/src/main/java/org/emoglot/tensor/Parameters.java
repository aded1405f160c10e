package org.emoglot.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Weights;
import org.jspecify.annotations.Nullable;

/**
 * The named parameters of a network, in the order in which its layers asked for them. They come
 * either from a file or from a seeded generator; the layers do not know which.
 *
 * <p>A layer asks for its parameters in its constructor. After the network is built, {@link
 * #requireComplete} reports at once everything that a file lacked or had in another shape.
 */
public final class Parameters implements AutoCloseable {

  private final Source source;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private Parameters(Source source) {
    this.source = source;
  }

  /** Where values come from. */
  private interface Source {
    /** The values, or null (and a line in {@code problems}) when there are none that fit. */
    float @Nullable [] values(
        String name, Initializer initializer, List<String> problems, long... shape);
  }

  /** Fresh parameters, each drawn by its own generator from the seed and its name. */
  public static Parameters seeded(long seed) {
    Engine.start();
    return new Parameters(
        (name, initializer, problems, shape) ->
            initializer.draw(Initializer.generator(seed, name), shape));
  }

  /**
   * Parameters out of a file; initializers are not used.
   *
   * @param storedName from the name that a layer asks for to the name in the file
   */
  public static Parameters from(Weights file, UnaryOperator<String> storedName) {
    Engine.start();
    return new Parameters(
        (name, initializer, problems, shape) -> {
          String stored = storedName.apply(name);
          if (!file.names().contains(stored)) {
            problems.add("missing " + stored + " " + Arrays.toString(shape));
            return null;
          }
          List<Long> found = file.entry(stored).shape();
          if (!found.equals(Arrays.stream(shape).boxed().toList())) {
            problems.add(stored + " has shape " + found + " instead of " + Arrays.toString(shape));
            return null;
          }
          return file.floats(stored);
        });
  }

  /** The parameter of that name, made on first call. It starts frozen. */
  public Tensor take(String name, Initializer initializer, long... shape) {
    if (tensors.containsKey(name)) {
      throw new IllegalStateException("Two layers ask for the parameter " + name + ".");
    }
    float[] values = source.values(name, initializer, problems, shape);
    try (Scope scope = Scope.open()) {
      Tensor tensor = Scope.own(values == null ? Ops.zeros(0) : Ops.tensor(values, shape).clone());
      tensors.put(name, tensor);
      return tensor;
    }
  }

  /**
   * Says everything that did not fit, in one error.
   *
   * @param origin the file, for the message
   */
  public void requireComplete(Object origin) {
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          "The weights in %s do not fit the configuration beside them: %s. Expected the file and its config.json to come from one checkpoint."
              .formatted(origin, String.join("; ", new TreeSet<>(problems))));
    }
  }

  /** Name to tensor, in the order of construction. */
  public Map<String, Tensor> all() {
    return Collections.unmodifiableMap(tensors);
  }

  /** Number of values in all parameters. */
  public long count() {
    return tensors.values().stream().mapToLong(Tensor::numel).sum();
  }

  /** Makes all parameters trainable, or freezes them. */
  public void setTrainable(boolean trainable) {
    tensors.values().forEach(tensor -> tensor.set_requires_grad(trainable));
  }

  @Override
  public void close() {
    tensors.values().forEach(Scope::disown);
    tensors.clear();
  }
}
