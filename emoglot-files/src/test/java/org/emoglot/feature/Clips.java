package org.emoglot.feature;

import org.emoglot.io.Sha256;
import org.emoglot.sampling.SeededRandom;

/** Made-up prepared clips, each a function of its number. */
final class Clips {

  static final int CHANNELS = 16;

  private Clips() {}

  static FeatureKey key(int number) {
    return key(number, FeatureType.FP32);
  }

  static FeatureKey key(int number, FeatureType type) {
    return new FeatureKey(
        Sha256.of("clip " + number), Sha256.of("backbone"), "a test", "features", type);
  }

  /** 20 to 59 frames. */
  static float[] values(int number) {
    SeededRandom random = SeededRandom.of(number);
    float[] values = new float[(20 + random.nextInt(40)) * CHANNELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  static PreparedClip put(FeatureCache store, int number) {
    return store.put(key(number), values(number), CHANNELS);
  }

  /** Bytes of its entry. */
  static long bytes(int number) {
    return StoredClip.HEADER_BYTES + 4L * values(number).length;
  }
}
