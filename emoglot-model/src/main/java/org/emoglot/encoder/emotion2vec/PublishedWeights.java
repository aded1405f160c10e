package org.emoglot.encoder.emotion2vec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.emoglot.checkpoint.Safetensors.Entry;
import org.emoglot.checkpoint.Weights;

/** Weights under the names of the published code, seen under ours; query, key and value apart. */
final class PublishedWeights implements Weights {

  /**
   * Where a tensor is.
   *
   * @param stored its name there
   * @param part which of several equal parts along the first axis
   * @param parts how many there are
   */
  private record Source(String stored, int part, int parts) {}

  private static final int SCALE_AXES = 5;

  private final Weights inner;
  private final Map<String, Source> sources;

  private PublishedWeights(Weights inner, Map<String, Source> sources) {
    this.inner = inner;
    this.sources = sources;
  }

  /** The weights themselves, or, where they have the published names, this view of them. */
  static Weights of(Weights weights, String start, int prenet) {
    PublishedNames names = new PublishedNames(prenet);
    String prefix = PublishedNames.prefix(weights.names());
    Map<String, Source> sources = new LinkedHashMap<>();
    boolean published = false;
    for (String stored : weights.names()) {
      List<String> ours =
          stored.startsWith(prefix) ? names.ours(stored.substring(prefix.length())) : List.of();
      published |= !ours.isEmpty();
      for (int part = 0; part < ours.size(); part++) {
        sources.put(start + ours.get(part), new Source(stored, part, ours.size()));
      }
      if (ours.isEmpty()) {
        sources.put(stored, new Source(stored, 0, 1));
      }
    }
    return published ? new PublishedWeights(weights, sources) : weights;
  }

  @Override
  public Path file() {
    return inner.file();
  }

  @Override
  public List<Path> files() {
    return inner.files();
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
  public Map<String, String> metadata() {
    return inner.metadata();
  }

  @Override
  public Entry entry(String name) {
    Source source = source(name);
    Entry whole = inner.entry(source.stored());
    List<Long> shape = new ArrayList<>(whole.shape());
    if (source.parts() > 1 && !shape.isEmpty()) {
      shape.set(0, shape.get(0) / source.parts());
    }
    // Older files have one axis less.
    if (source.stored().endsWith(PublishedNames.SCALES) && shape.size() == SCALE_AXES - 1) {
      shape.add(0, 1L);
    }
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

  @Override
  public void close() {
    inner.close();
  }
}
