package org.emoglot.protocol;

import java.io.IOException;
import java.nio.file.Path;

/** The one name of a file, through all links. */
final class RealPaths {

  private RealPaths() {}

  /** The real path; of a file that does not exist, the absolute normal one. */
  static Path of(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
