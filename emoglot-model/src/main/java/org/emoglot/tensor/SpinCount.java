package org.emoglot.tensor;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * For how long the threads of one operation spin while they wait for the next one. libgomp reads it
 * from the environment when it is loaded, and without it waits so long that a clip takes several
 * times as long where other programs run. A program need not set it: we do, in our own process.
 */
final class SpinCount {

  private static final String NAME = "GOMP_SPINCOUNT";

  /** Some tens of microseconds: longer than the gaps between operations. As the launcher has it. */
  private static final String VALUE = "10000";

  private SpinCount() {}

  /** The part of the C library that we call. */
  private interface Environment extends Library {
    int setenv(String name, String value, int overwrite);

    String getenv(String name);
  }

  /**
   * Sets it before libgomp is loaded, unless the environment does; elsewhere than on Linux nothing.
   */
  static void set() {
    if (System.getenv(NAME) != null || !Platform.isLinux()) {
      return;
    }
    try {
      environment().setenv(NAME, VALUE, 0);
    } catch (UnsatisfiedLinkError e) {
      // such as where no library may be unpacked: slower on a busy machine, and not wrong
    }
  }

  /** What the C library has; Java has what the process began with. */
  static String get() {
    return environment().getenv(NAME);
  }

  private static Environment environment() {
    return Native.load(Platform.C_LIBRARY_NAME, Environment.class);
  }
}
