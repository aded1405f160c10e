package org.emoglot.remote;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/**
 * The path of a {@link ByteSource}: a name in messages, and what is read. It is the only path of
 * its folder, which has none.
 */
final class SourcePath implements Path {

  private final String name;
  private final ByteSource source;

  SourcePath(String name, ByteSource source) {
    this.name = name;
    this.source = source;
  }

  ByteSource source() {
    return source;
  }

  @Override
  public FileSystem getFileSystem() {
    return SourceFileSystem.INSTANCE;
  }

  @Override
  public boolean isAbsolute() {
    return true;
  }

  @Override
  public Path getRoot() {
    return this;
  }

  @Override
  public Path getFileName() {
    return this;
  }

  @Override
  public Path getParent() {
    return this;
  }

  @Override
  public int getNameCount() {
    return 1;
  }

  @Override
  public Path getName(int index) {
    return this;
  }

  @Override
  public Path subpath(int begin, int end) {
    return this;
  }

  @Override
  public boolean startsWith(Path other) {
    return equals(other);
  }

  @Override
  public boolean endsWith(Path other) {
    return equals(other);
  }

  @Override
  public Path normalize() {
    return this;
  }

  @Override
  public Path resolve(Path other) {
    throw alone();
  }

  @Override
  public Path relativize(Path other) {
    throw alone();
  }

  @Override
  public URI toUri() {
    throw alone();
  }

  @Override
  public Path toAbsolutePath() {
    return this;
  }

  @Override
  public Path toRealPath(LinkOption... options) {
    return this;
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw alone();
  }

  @Override
  public int compareTo(Path other) {
    return toString().compareTo(other.toString());
  }

  private UnsupportedOperationException alone() {
    return new UnsupportedOperationException(name + " can only be read");
  }

  @Override
  public String toString() {
    return name;
  }
}
