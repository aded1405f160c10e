package org.emoglot.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Weights that show others under other names or with other values, from the same files. */
public abstract class ForwardingWeights implements Weights {

  private final Weights inner;

  /**
   * @param inner closed with these
   */
  protected ForwardingWeights(Weights inner) {
    this.inner = inner;
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
  public String sha256() {
    return inner.sha256();
  }

  @Override
  public Set<String> names() {
    return inner.names();
  }

  @Override
  public String storedName(String name) {
    return inner.storedName(name);
  }

  @Override
  public Map<String, String> metadata() {
    return inner.metadata();
  }

  @Override
  public void close() {
    inner.close();
  }
}
