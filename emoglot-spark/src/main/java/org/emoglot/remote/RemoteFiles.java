package org.emoglot.remote;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** File systems by their paths. */
public final class RemoteFiles {

  private RemoteFiles() {}

  /**
   * The file system of a path.
   *
   * @throws IOException if it cannot be reached, or its jar is missing
   */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    try {
      return path.getFileSystem(hadoop);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof ClassNotFoundException) {
        throw new IOException(
            e.getCause().getMessage() + ": send the jar of its file system with --jars", e);
      }
      throw e;
    }
  }
}
