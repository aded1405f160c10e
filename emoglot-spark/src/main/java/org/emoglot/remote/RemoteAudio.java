package org.emoglot.remote;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.emoglot.InvalidInputException;
import org.emoglot.io.PathText;

/**
 * One audio file, wherever it lies, as a path for {@link org.emoglot.audio.AudioReader}, until it
 * is closed. A file of this machine is its own path; any other is read through Hadoop's client,
 * piece by piece.
 */
public final class RemoteAudio implements AutoCloseable {

  private static final String LOCAL = "file";

  /** Characters of a name in a message. */
  private static final int MOST = 300;

  private final java.nio.file.Path path;
  private final ByteSource source;

  private RemoteAudio(java.nio.file.Path path, ByteSource source) {
    this.path = path;
    this.source = source;
  }

  /**
   * Finds a file.
   *
   * @param name a path of the default file system, or a URI such as {@code s3a://calls/1.ogg}
   * @throws InvalidInputException if there is no file, or it cannot be reached
   */
  public static RemoteAudio of(String name, Configuration hadoop) {
    try {
      Path file = new Path(name);
      FileSystem files = RemoteFiles.of(file, hadoop);
      if (isLocal(files)) {
        return new RemoteAudio(local(name, files, file), ByteSource.of(new byte[0]));
      }
      FileStatus status = files.getFileStatus(file);
      if (status.isDirectory()) {
        throw new InvalidInputException(
            "Expected an audio file at %s, found a folder; name a file."
                .formatted(shortened(name)));
      }
      ByteSource source = new HadoopSource(files, file, status.getLen());
      return new RemoteAudio(new SourcePath(name, source), source);
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          "Expected an audio file at %s, found nothing there; check the path."
              .formatted(shortened(name)),
          e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "Expected a readable audio file at %s, but asking for it failed: %.200s."
              .formatted(shortened(name), e.getMessage()),
          e);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      throw new InvalidInputException(
          "Expected a path or a URI, found '%s' (%.100s)."
              .formatted(shortened(name), e.getMessage()),
          e);
    }
  }

  /**
   * A file in memory.
   *
   * @param name in messages
   */
  public static RemoteAudio of(byte[] file, String name) {
    ByteSource source = ByteSource.of(file);
    return new RemoteAudio(new SourcePath(name, source), source);
  }

  private static boolean isLocal(FileSystem files) {
    return LOCAL.equals(String.valueOf(files.getScheme()).toLowerCase(Locale.ROOT));
  }

  /** Also a name that is not UTF-8, as {@link PathText#written} gives it. */
  private static java.nio.file.Path local(String name, FileSystem files, Path file) {
    try {
      java.nio.file.Path path =
          java.nio.file.Path.of(
              name.startsWith("/") ? name : files.makeQualified(file).toUri().getPath());
      return name.startsWith(LOCAL + ":/") && !Files.exists(path)
          ? PathText.resolve(path.getRoot(), name)
          : path;
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e.getReason(), e);
    }
  }

  private static String shortened(String name) {
    return name.length() <= MOST ? name : name.substring(0, MOST) + " …";
  }

  /** For a reader of audio, while this is open. */
  public java.nio.file.Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      source.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close %s: %s".formatted(path, e.getMessage()), e);
    }
  }
}
