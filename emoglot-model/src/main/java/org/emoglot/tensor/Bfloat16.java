package org.emoglot.tensor;

import java.util.Locale;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Whether bfloat16 pays on this processor. Its flags do not say: with AMX a product takes a third
 * of the time that it takes in float32, but processors with AVX512_BF16 alone are found on which it
 * takes twice as long. So a product is timed in both, once per process, in a few milliseconds.
 */
public final class Bfloat16 {

  /** A system property: the speed-up to assume in place of the measured one. */
  public static final String SPEED_UP = "emoglot.bf16.speedup";

  private static final int FRAMES = 256;
  private static final int WIDTH = 768;
  private static final int TURNS = 5;

  private Bfloat16() {}

  /** Measured when it is first asked for. */
  private static final class Measured {
    static final double SPEED_UP = measure();
  }

  /** How many times as fast a product of usual size is in bfloat16 as in float32. */
  public static double speedUp() {
    String assumed = System.getProperty(SPEED_UP, "");
    return assumed.isEmpty() ? Measured.SPEED_UP : Double.parseDouble(assumed);
  }

  /** Whether it is at least as fast as float32. */
  public static boolean pays() {
    return speedUp() >= 1;
  }

  /** {@link #comparison(double)} of what was measured. */
  public static String comparison() {
    return comparison(speedUp());
  }

  /** A speed-up as a part of a sentence: {@code takes 1.9 times as long as fp32}. */
  public static String comparison(double speedUp) {
    return speedUp >= 1
        ? String.format(Locale.ROOT, "is %.1f times as fast as fp32", speedUp)
        : String.format(Locale.ROOT, "takes %.1f times as long as fp32", 1 / speedUp);
  }

  /** The least of several times in turns, so that other programs hardly matter. */
  private static double measure() {
    try (Scope scope = Scope.open()) {
      return Ops.withoutGradient(
          () -> {
            Tensor x = values(FRAMES);
            Tensor weight = values(WIDTH);
            Tensor shortX = x.to(ScalarType.BFloat16);
            Tensor shortWeight = weight.to(ScalarType.BFloat16);
            seconds(x, weight); // the first of each kind also compiles its kernel
            seconds(shortX, shortWeight);
            double single = Double.MAX_VALUE;
            double brief = Double.MAX_VALUE;
            for (int turn = 0; turn < TURNS; turn++) {
              single = Math.min(single, seconds(x, weight));
              brief = Math.min(brief, seconds(shortX, shortWeight));
            }
            return single / brief;
          });
    }
  }

  /** A matrix (rows, {@value #WIDTH}). */
  private static Tensor values(int rows) {
    float[] values = new float[rows * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i * 0.7 + 1);
    }
    return Ops.tensor(values, rows, WIDTH);
  }

  private static double seconds(Tensor x, Tensor weight) {
    try (Scope scope = Scope.open()) {
      long start = System.nanoTime();
      Ops.linear(x, weight, null);
      return (System.nanoTime() - start) / 1e9;
    }
  }
}
