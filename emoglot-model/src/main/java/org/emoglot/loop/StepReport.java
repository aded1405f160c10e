package org.emoglot.loop;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a step saw.
 *
 * @param step number, counted from 0
 * @param loss the objective
 * @param parts values of the {@link Losses} by name
 * @param gradientNorm before clipping
 * @param learningRate of this step
 */
public record StepReport(
    long step, double loss, Map<String, Double> parts, double gradientNorm, double learningRate) {

  public StepReport {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /** The value of a part; NaN if there is none with this name. */
  public double part(String name) {
    return parts.getOrDefault(name, Double.NaN);
  }
}
