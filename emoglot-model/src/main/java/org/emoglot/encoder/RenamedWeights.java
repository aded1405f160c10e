package org.emoglot.encoder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.emoglot.checkpoint.ForwardingWeights;
import org.emoglot.checkpoint.Safetensors.Entry;
import org.emoglot.checkpoint.Weights;

/**
 * Weights that were published under other names, seen under ours. A stored tensor may hold several
 * of ours, one behind the other along the first axis. Those without a name of ours keep their own.
 */
public final class RenamedWeights extends ForwardingWeights {

  /** The names of ours that a stored name stands for, in their order in it; empty for none. */
  @FunctionalInterface
  public interface Naming {
    List<String> ours(String stored);
  }

  /**
   * Where a tensor is.
   *
   * @param stored its name there
   * @param part which of several equal parts along the first axis
   * @param parts how many there are
   */
  private record Source(String stored, int part, int parts) {}

  private final Weights inner;
  private final Map<String, Source> sources;
  private final Map<String, Integer> axes;

  private RenamedWeights(Weights inner, Map<String, Source> sources, Map<String, Integer> axes) {
    super(inner);
    this.inner = inner;
    this.sources = sources;
    this.axes = axes;
  }

  /**
   * The weights themselves, or, where some have a name of ours, this view of them.
   *
   * @param axes by name of ours, the number of axes of tensors that older files store with fewer;
   *     the first ones are missing there, and have length one
   */
  public static Weights of(Weights weights, Naming naming, Map<String, Integer> axes) {
    Map<String, Source> sources = new LinkedHashMap<>();
    boolean renamed = false;
    for (String stored : weights.names()) {
      List<String> ours = naming.ours(stored);
      for (int part = 0; part < ours.size(); part++) {
        sources.put(ours.get(part), new Source(stored, part, ours.size()));
      }
      if (ours.isEmpty()) {
        sources.put(stored, new Source(stored, 0, 1));
      }
      renamed |= !ours.isEmpty();
    }
    return renamed ? new RenamedWeights(weights, sources, axes) : weights;
  }

  @Override
  public Set<String> names() {
    return sources.keySet();
  }

  @Override
  public String storedName(String name) {
    return source(name).stored();
  }

  @Override
  public Entry entry(String name) {
    Source source = source(name);
    Entry whole = inner.entry(source.stored());
    List<Long> shape = new ArrayList<>(whole.shape());
    if (source.parts() > 1 && !shape.isEmpty()) {
      shape.set(0, shape.get(0) / source.parts());
    }
    int missing = axes.getOrDefault(name, shape.size()) - shape.size();
    shape.addAll(0, Collections.nCopies(Math.max(0, missing), 1L));
    return new Entry(whole.dtype(), List.copyOf(shape));
  }

  @Override
  public ByteBuffer bytes(String name) {
    Source source = source(name);
    ByteBuffer whole = inner.bytes(source.stored());
    if (source.parts() == 1) {
      return whole;
    }
    int length = whole.remaining() / source.parts();
    return whole
        .slice(whole.position() + source.part() * length, length)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private Source source(String name) {
    return Objects.requireNonNullElseGet(sources.get(name), () -> new Source(name, 0, 1));
  }
}
