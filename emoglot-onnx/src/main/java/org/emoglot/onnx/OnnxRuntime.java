package org.emoglot.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.emoglot.natives.NativeCache;
import org.emoglot.natives.NativeLibraries;
import org.emoglot.natives.ProcessEnvironment;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime, started once per process, from libraries that are unpacked once per machine. */
final class OnnxRuntime {

  /** Where ONNX Runtime looks for its libraries before it unpacks them into a temporary folder. */
  private static final String LIBRARIES = "onnxruntime.native.path";

  /** Without it, ONNX Runtime keeps a record of what it computes and sends it to its maker. */
  private static final String NO_TELEMETRY = "ORT_DISABLE_TELEMETRY";

  private static @Nullable OrtEnvironment environment;

  private OnnxRuntime() {}

  /**
   * Opens a model.
   *
   * @param model of an ONNX file
   */
  static synchronized OrtSession open(byte[] model) throws OrtException {
    OrtEnvironment started = start();
    try (OrtSession.SessionOptions options = options()) {
      return started.createSession(model, options);
    }
  }

  /**
   * Opens a model.
   *
   * @param model an ONNX file
   */
  static synchronized OrtSession open(Path model) throws OrtException {
    OrtEnvironment started = start();
    try (OrtSession.SessionOptions options = options()) {
      return started.createSession(model.toString(), options);
    }
  }

  /** A call computes in the thread that makes it, whatever the environment says. */
  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    // It would keep a plan of the memory for every length of a clip that it has heard, for good.
    options.setMemoryPatternOptimization(false);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    if (!Vnni.isKnown()) {
      options.addConfigEntry("session.x64quantprecision", "1");
    }
    return options;
  }

  /** A result in row-major order. */
  static float[] floats(OrtSession.Result result, String name) {
    OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  /** Loads it, which takes time once per process. */
  static synchronized OrtEnvironment start() {
    if (environment == null) {
      environment = DeepStack.call(OnnxRuntime::load);
      LastingEnvironment.keep();
    }
    return environment;
  }

  private static OrtEnvironment load() {
    ProcessEnvironment.setUnlessGiven(NO_TELEMETRY, "1");
    if (System.getProperty(LIBRARIES) != null) {
      return OrtEnvironment.getEnvironment();
    }
    NativeLibraries libraries =
        new NativeLibraries(NativeCache.folder())
            .beside(
                OnnxRuntime.class.getClassLoader(),
                "ai/onnxruntime/native/" + platform(),
                "onnxruntime");
    List<Path> unpacked = libraries.unpacked();
    if (!unpacked.isEmpty()) {
      System.setProperty(LIBRARIES, unpacked.get(0).toString());
    }
    libraries.load(OrtEnvironment::getEnvironment);
    return OrtEnvironment.getEnvironment();
  }

  /** As ONNX Runtime's jar calls it. */
  private static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String name = system.contains("win") ? "win" : system.contains("mac") ? "osx" : "linux";
    return name + (processor.matches("aarch64|arm64") ? "-aarch64" : "-x64");
  }
}
