package org.emoglot.projection;

import java.util.Map;
import java.util.Objects;

/**
 * The position of one clip among the embeddings of one model.
 *
 * @param model its name
 * @param id of the clip
 * @param language code
 * @param speaker unique over all corpora
 * @param emotion label
 * @param split part of its corpus
 * @param ofTarget whether the language is the model's target
 * @param positions one for each method
 */
public record Point(
    String model,
    String id,
    String language,
    String speaker,
    String emotion,
    String split,
    boolean ofTarget,
    Map<Method, Position> positions) {

  public Point {
    positions = Map.copyOf(positions);
    if (positions.size() != Method.values().length) {
      throw new IllegalArgumentException(
          "Expected a position for each method, found " + positions.keySet() + ".");
    }
  }

  /** Coordinates without a unit. */
  public record Position(double x, double y) {}

  /** Its position by this method. */
  public Position at(Method method) {
    return Objects.requireNonNull(positions.get(method));
  }
}
