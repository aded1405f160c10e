package org.emoglot.protocol;

import java.io.IOException;
import java.nio.file.Path;
import org.emoglot.audio.ClipAudio;

/** The one name of a file, through all links. */
final class RealPaths {

  private RealPaths() {}

  /** The same audio by the real path of its file. */
  static ClipAudio of(ClipAudio clip) {
    return clip.in(of(clip.file()));
  }

  /** The real path; of a file that does not exist, the absolute normal one. */
  static Path of(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
