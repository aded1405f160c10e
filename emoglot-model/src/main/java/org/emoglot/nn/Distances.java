package org.emoglot.nn;

import java.util.function.IntBinaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;

/** From values by distance to values by query and key. */
final class Distances {

  private Distances() {}

  /**
   * Picks of each query's values by distance that of each key.
   *
   * @param values shape (n, H, T, distances)
   * @param column of a query and a key
   * @param frames T
   * @return shape (n, H, T, T)
   */
  static Tensor pick(Tensor values, IntBinaryOperator column, int frames) {
    int[] columns = new int[frames * frames];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = column.applyAsInt(i / frames, i % frames);
    }
    Tensor index = Ops.indices(columns).view(1, 1, frames, frames);
    return values.gather(3, index.expand(values.size(0), values.size(1), frames, frames));
  }
}
