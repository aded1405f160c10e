package org.emoglot.loop;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The losses of a batch.
 *
 * @param total the objective, a scalar with a gradient
 * @param parts scalars by name, for the report: the terms of the objective, not weighted, and what
 *     else is worth watching
 */
public record Losses(Tensor total, Map<String, Tensor> parts) {

  public Losses {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }
}
