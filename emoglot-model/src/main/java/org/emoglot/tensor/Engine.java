package org.emoglot.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.emoglot.natives.NativeLibraries;

/**
 * Starts the tensor engine once per process and describes it.
 *
 * <p>Its matrix products of float32 come from OpenBLAS, whose own threads compete with all others
 * for the cores. With several threads {@link Ops#linear} therefore computes them as convolutions,
 * which oneDNN does with the engine's threads, and OpenBLAS is left with small products on one
 * thread. A small probe at start checks that oneDNN really computes in float32, since it can be
 * told to round to bfloat16; if it does not, OpenBLAS gets everything.
 */
public final class Engine {

  /** Relative error above which a matrix product was not computed in float32. */
  private static final double FLOAT32_TOLERANCE = 1e-5;

  private static final int PROBE_SIZE = 256;

  private static boolean loaded;
  private static volatile boolean started;
  private static volatile boolean convolvesProducts;

  private Engine() {}

  /**
   * What is running.
   *
   * @param version the engine's version
   * @param threads threads that share one operation
   * @param cpuCapability vector instructions in use, such as AVX512
   * @param products which library computes products of float32, {@code oneDNN} or {@code OpenBLAS}
   */
  public record Info(String version, int threads, String cpuCapability, String products) {}

  /** Loads the natives and fixes threads and precision; later calls do nothing. */
  public static synchronized void start() {
    if (started) {
      return;
    }
    loadNatives();
    int threads = Integer.getInteger("emoglot.threads", Runtime.getRuntime().availableProcessors());
    if (threads > 1) {
      Streams.start(threads);
    }
    torch.set_num_threads(threads);
    torch.globalContext().setFlushDenormal(true);
    torch.globalContext().setDeterministicAlgorithms(true, true);
    torch.globalContext().setDeterministicFillUninitializedMemory(false);
    torch.globalContext().setFloat32MatmulPrecision("highest");
    convolvesProducts = threads > 1;
    openblas_nolapack.blas_set_num_threads(1);
    if (productError() > FLOAT32_TOLERANCE) {
      convolvesProducts = false;
      openblas_nolapack.blas_set_num_threads(threads);
    }
    started = true;
  }

  /**
   * Only loads the natives, which takes most of the time, in any thread: {@link #start} makes
   * settings that hold for the thread that calls it.
   */
  public static synchronized void loadNatives() {
    if (loaded) {
      return;
    }
    SpinCount.set();
    try {
      String platform = Loader.getPlatform();
      ClassLoader loader = Engine.class.getClassLoader();
      new NativeLibraries(Loader.getCacheDir().toPath())
          .beside(loader, "org/bytedeco/javacpp/" + platform, "jnijavacpp")
          .beside(loader, "org/bytedeco/openblas/" + platform, "jniopenblas_nolapack")
          .beside(loader, "org/bytedeco/pytorch/" + platform, "jnitorch")
          .load(
              () -> {
                Loader.load(openblas_nolapack.class);
                Loader.load(torch.class);
              });
      loaded = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Describes the running engine, starting it where needed. */
  public static Info info() {
    start();
    return new Info(
        String.valueOf(torch.class.getPackage().getImplementationVersion()),
        torch.get_num_threads(),
        torch.get_cpu_capability().getString(),
        convolvesProducts ? "oneDNN" : "OpenBLAS");
  }

  /** Whether products of float32 are computed as convolutions. */
  static boolean convolvesProducts() {
    return convolvesProducts;
  }

  /** Relative error of a float32 product against the same product in double precision. */
  private static double productError() {
    try (PointerScope scope = new PointerScope()) {
      float[] values = new float[PROBE_SIZE * PROBE_SIZE];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.sin(i * 0.7 + 1);
      }
      Tensor x = Tensor.create(values, PROBE_SIZE, PROBE_SIZE);
      Tensor wide = x.to(torch.ScalarType.Double);
      Tensor exact = wide.matmul(wide);
      Tensor error = Ops.linear(x, x.t(), null).to(torch.ScalarType.Double).sub(exact).abs().max();
      return error.item_double() / exact.abs().max().item_double();
    }
  }
}
