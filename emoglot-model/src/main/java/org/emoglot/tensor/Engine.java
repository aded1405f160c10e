package org.emoglot.tensor;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Starts the tensor engine once per process and says what it is.
 *
 * <p>Matrix products of float32 go to oneDNN, which here is up to twice as fast as OpenBLAS and
 * shares its threads with all other operations. The engine's precision "medium" sends them there,
 * and where a processor cannot do better they stay true float32. A processor with AMX would round
 * to bfloat16: a small probe at start notices, the precision goes back to "highest", and {@link
 * Ops#linear} takes the way over a convolution, which is never rounded.
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
   * @param matmulPrecision {@code medium} where the processor computes that in float32, else {@code
   *     highest}
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
    // Two pools of threads would fight over the cores; OpenBLAS is left with small products only.
    openblas_nolapack.blas_set_num_threads(1);
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

  /** Whether a plain product of float32 stays on one core, so that a convolution is faster. */
  static boolean convolvesProducts() {
    return matmulPrecision.equals("highest");
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
