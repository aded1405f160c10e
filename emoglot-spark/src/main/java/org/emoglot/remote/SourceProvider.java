package org.emoglot.remote;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@link SourcePath}s, and does nothing else. */
final class SourceProvider extends FileSystemProvider {

  static final SourceProvider INSTANCE = new SourceProvider();

  private SourceProvider() {}

  private static UnsupportedOperationException alone() {
    return new UnsupportedOperationException(
        "A recording elsewhere can only be read: it has no folder, store or address of its own.");
  }

  private static ByteSource source(Path path) {
    return ((SourcePath) path).source();
  }

  @Override
  public String getScheme() {
    return "emoglot-source";
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) {
    return new SourceChannel(source(path));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) {
    return new SourceChannel(source(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) {
    for (AccessMode mode : modes) {
      if (mode != AccessMode.READ) {
        throw new ReadOnlyFileSystemException();
      }
    }
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return type.cast(new Attributes(source(path).size()));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return Map.of("size", source(path).size(), "isRegularFile", true);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return null;
  }

  @Override
  public boolean isSameFile(Path one, Path other) {
    return one.equals(other);
  }

  @Override
  public boolean isHidden(Path path) {
    return false;
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw alone();
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw alone();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return SourceFileSystem.INSTANCE;
  }

  @Override
  public Path getPath(URI uri) {
    throw alone();
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) {
    throw alone();
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void delete(Path path) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw new ReadOnlyFileSystemException();
  }

  /** A regular file of unknown age. */
  private record Attributes(long size) implements BasicFileAttributes {

    private static final FileTime UNKNOWN = FileTime.fromMillis(0);

    @Override
    public FileTime lastModifiedTime() {
      return UNKNOWN;
    }

    @Override
    public FileTime lastAccessTime() {
      return UNKNOWN;
    }

    @Override
    public FileTime creationTime() {
      return UNKNOWN;
    }

    @Override
    public boolean isRegularFile() {
      return true;
    }

    @Override
    public boolean isDirectory() {
      return false;
    }

    @Override
    public boolean isSymbolicLink() {
      return false;
    }

    @Override
    public boolean isOther() {
      return false;
    }

    @Override
    public @Nullable Object fileKey() {
      return null;
    }
  }
}
