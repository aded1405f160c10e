package org.emoglot.export;

import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;

/** Moves what training changes away from where it started. */
public final class Randomized {

  private Randomized() {}

  /** Adds a tenth of a normal number to each value. */
  public static void trainable(EmotionNetwork network, SplittableRandom random) {
    for (Tensor tensor : network.trainable().values()) {
      try (Scope scope = Scope.open()) {
        float[] values = Ops.floats(tensor);
        for (int i = 0; i < values.length; i++) {
          values[i] += (float) (0.1 * random.nextGaussian());
        }
        Ops.assign(tensor, values);
      }
    }
  }
}
