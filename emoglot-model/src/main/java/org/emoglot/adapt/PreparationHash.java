package org.emoglot.adapt;

import java.util.function.Predicate;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.io.Sha256;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Precision;

/** Tells apart what is computed of a clip before anything trained, such as in a feature store. */
final class PreparationHash {

  private PreparationHash() {}

  /**
   * SHA-256 of a layout, of some weights and of the precision of products.
   *
   * @param needs whether a parameter takes part, by its name
   */
  static String of(EncoderConfig layout, Parameters weights, Predicate<String> needs) {
    StringBuilder text = new StringBuilder(layout.toString());
    if (weights.precision() != Precision.FP32) {
      text.append('\n').append(weights.precision());
    }
    weights
        .all()
        .forEach(
            (name, tensor) -> {
              if (needs.test(name)) {
                text.append('\n').append(name).append(' ').append(Sha256.of(Ops.floats(tensor)));
              }
            });
    return Sha256.of(text.toString());
  }
}
