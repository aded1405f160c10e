package org.emoglot.tensor;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Starts the tensor engine once per process and says what it is.
 *
 * <p>Matrix products run at the engine's precision "medium", which on CPUs without AMX stays true
 * float32 and only moves them from OpenBLAS to oneDNN, twice as fast. Where a CPU really would
 * round to bfloat16, a small probe at start notices and the engine goes back to "highest".
 */
public final class Engine {

  /** Relative error above which a matrix product was not computed in float32. */
  private static final double FLOAT32_TOLERANCE = 1e-5;

  private static final int PROBE_SIZE = 256;

  private static volatile boolean started;
  private static String matmulPrecision = "highest";

  private Engine() {}

  /**
   * What is running.
   *
   * @param version the engine's version
   * @param threads threads that share one operation
   * @param cpuCapability vector instructions in use, such as AVX512
   * @param matmulPrecision {@code medium} (oneDNN, still float32) or {@code highest} (OpenBLAS)
   */
  public record Info(String version, int threads, String cpuCapability, String matmulPrecision) {}

  /** Loads the natives and fixes threads and precision; later calls do nothing. */
  public static synchronized void start() {
    if (started) {
      return;
    }
    Loader.load(torch.class);
    int threads = Integer.getInteger("emoglot.threads", Runtime.getRuntime().availableProcessors());
    torch.set_num_threads(threads);
    torch.globalContext().setFlushDenormal(true);
    torch.globalContext().setDeterministicAlgorithms(true, true);
    torch.globalContext().setDeterministicFillUninitializedMemory(false);
    setMatmulPrecision("medium");
    if (matmulError() > FLOAT32_TOLERANCE) {
      setMatmulPrecision("highest");
    }
    started = true;
  }

  /** Describes the running engine, starting it where needed. */
  public static Info info() {
    start();
    return new Info(
        String.valueOf(torch.class.getPackage().getImplementationVersion()),
        torch.get_num_threads(),
        torch.get_cpu_capability().getString(),
        matmulPrecision);
  }

  private static void setMatmulPrecision(String precision) {
    torch.globalContext().setFloat32MatmulPrecision(precision);
    matmulPrecision = precision;
  }

  /** Relative error of a float32 product against the same product in double precision. */
  private static double matmulError() {
    try (PointerScope scope = new PointerScope()) {
      float[] values = new float[PROBE_SIZE * PROBE_SIZE];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.sin(i * 0.7 + 1);
      }
      Tensor x = Tensor.create(values, PROBE_SIZE, PROBE_SIZE);
      Tensor wide = x.to(torch.ScalarType.Double);
      Tensor exact = wide.matmul(wide);
      Tensor error = x.matmul(x).to(torch.ScalarType.Double).sub(exact).abs().max();
      return error.item_double() / exact.abs().max().item_double();
    }
  }
}
