package org.emoglot.natives;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.jspecify.annotations.Nullable;

/**
 * What native libraries of this process read when they are loaded. Java cannot change it after the
 * start, so the C library is asked to. Elsewhere than on Linux and macOS nothing happens.
 */
public final class ProcessEnvironment {

  private ProcessEnvironment() {}

  /** The part of the C library that is called. */
  private interface CLibrary extends Library {
    int setenv(String name, String value, int overwrite);

    @Nullable String getenv(String name);
  }

  /** Sets a variable, unless whoever started the process did. */
  public static void setUnlessGiven(String name, String value) {
    if (System.getenv(name) != null || Platform.isWindows()) {
      return;
    }
    try {
      library().setenv(name, value, 0);
    } catch (UnsatisfiedLinkError e) {
      // such as where no library may be unpacked; what is set here only makes things better
    }
  }

  /** What the C library has; {@link System#getenv} has what the process began with. */
  public static @Nullable String get(String name) {
    return library().getenv(name);
  }

  private static CLibrary library() {
    return Native.load(Platform.C_LIBRARY_NAME, CLibrary.class);
  }
}
