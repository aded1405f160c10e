package org.emoglot.remote;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;

/** Where every {@link SourcePath} lies. It holds nothing: a path brings what it leads to. */
final class SourceFileSystem extends FileSystem {

  static final SourceFileSystem INSTANCE = new SourceFileSystem();

  private SourceFileSystem() {}

  @Override
  public FileSystemProvider provider() {
    return SourceProvider.INSTANCE;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("shared by all");
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public Path getPath(String first, String... more) {
    throw new UnsupportedOperationException("paths come with what they lead to");
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    throw new UnsupportedOperationException("nothing is listed here that could match");
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("recordings elsewhere have no owners here");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("recordings elsewhere are not watched");
  }
}
