package org.emoglot.natives;

import java.nio.file.Path;

/** Where JavaCPP keeps native libraries, for modules that stand on no JavaCPP. */
public final class NativeCache {

  private NativeCache() {}

  /** The folder that JavaCPP's option names, or the one in the user's home. */
  public static Path folder() {
    String named = System.getProperty("org.bytedeco.javacpp.cachedir", "");
    return named.isEmpty()
        ? Path.of(System.getProperty("user.home", ""), ".javacpp", "cache")
        : Path.of(named);
  }
}
