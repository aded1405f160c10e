package org.emoglot.grid;

import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.experiment.Settings;

/**
 * One way of setting things.
 *
 * @param values dotted key to YAML value, of the factors that it sets; empty for the base
 * @param settings all of them
 */
public record Variant(Map<String, String> values, Settings settings) {

  private static final int LETTERS = 10;

  public Variant {
    values = new LinkedHashMap<>(values);
  }

  /** What its folders are called by: the same settings have the same name, in whatever study. */
  public String id() {
    return settings.hash().substring(0, LETTERS);
  }
}
