package org.emoglot.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * Keeps ONNX Runtime's environment until the process is gone. ONNX Runtime frees it in a shutdown
 * hook, while other threads may still compute, such as a service that answers what it has accepted
 * or a command that is interrupted; then the process ends in a crash. It counts how often its
 * environment was taken, and frees it when all have given it back. So it is taken once more here,
 * and never given back. The operating system frees the memory.
 */
final class LastingEnvironment {

  private static final String API = "ai.onnxruntime.OnnxRuntime";
  private static final int WARNINGS = 2;

  private LastingEnvironment() {}

  /** Takes it once more, after it was made; with a version without such a call nothing changes. */
  static void keep() {
    try {
      Field api =
          Class.forName(API, true, OrtEnvironment.class.getClassLoader())
              .getDeclaredField("ortApiHandle");
      Method take =
          OrtEnvironment.class.getDeclaredMethod(
              "createHandle", long.class, int.class, String.class);
      api.setAccessible(true);
      take.setAccessible(true);
      take.invoke(null, api.getLong(null), WARNINGS, "emoglot");
    } catch (ReflectiveOperationException | RuntimeException e) {
      return; // the end of a process that computes may be a crash, as ONNX Runtime has it
    }
  }
}
