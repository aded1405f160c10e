package org.emoglot.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.emoglot.InvalidInputException;

/**
 * Files of a Hugging Face hub, by way of a cache that is shared with the Python client.
 *
 * <p>What is fetched is verified by size and checksum, resumed where it was cut, and put in place
 * at once. Any number of threads and processes may ask for the same. A full commit that is in the
 * cache is answered without a connection, and so is everything with {@link HubOptions#offline}. If
 * the hub does not answer, the client uses the cached content of the revision, with a warning.
 */
public final class HubClient {

  private final HubOptions options;
  private final HubListener listener;
  private final HubCache cache;
  private final HubApi api;

  public HubClient(HubOptions options) {
    this(options, HubListener.SILENT);
  }

  public HubClient(HubOptions options, HubListener listener) {
    this.options = options;
    this.listener = listener;
    this.cache = new HubCache(options.cache(), options.symbolicLinks());
    this.api = new HubApi(options);
  }

  /**
   * The folder with the wanted files of a repository.
   *
   * @param repoId such as {@code facebook/wav2vec2-base}
   * @param revision a branch, a tag or a full commit of 40 hexadecimal digits
   * @param wanted names, which must exist, and patterns with {@code *} and {@code ?}, which may
   *     match nothing; empty for every file
   * @return a folder of the cache, not to be written to; it may hold other files too
   * @throws InvalidInputException if there is no such repository, revision or file, if none
   *     matches, if it may not be read, or if it is not in the cache and may not be fetched
   * @throws HubException if it could not be fetched
   */
  public Path snapshot(String repoId, String revision, List<String> wanted) {
    Asked asked = Asked.repository(repoId, revision);
    wanted.stream().filter(name -> !NamePatterns.isPattern(name)).forEach(asked::file);
    return guarded(() -> fetchSnapshot(asked, wanted));
  }

  /**
   * One file of a repository.
   *
   * @param repoId such as {@code facebook/wav2vec2-base}
   * @param revision a branch, a tag or a full commit of 40 hexadecimal digits
   * @param fileName its name in the repository, folders separated by {@code /}
   * @return a file of the cache, not to be written to
   * @throws InvalidInputException if there is no such repository, revision or file, if it may not
   *     be read, or if it is not in the cache and may not be fetched
   * @throws HubException if it could not be fetched
   */
  public Path file(String repoId, String revision, String fileName) {
    if (fileName.isEmpty()) {
      throw new InvalidInputException(
          "Expected the name of a file in %s, found none: give one such as config.json."
              .formatted(repoId));
    }
    Asked asked = new Asked(repoId, revision, fileName);
    return guarded(() -> fetchFile(asked));
  }

  private Path fetchFile(Asked asked) throws IOException {
    Optional<Path> cached = cachedFile(asked);
    if (options.offline() || (asked.isCommit() && cached.isPresent())) {
      return cached.orElseThrow(() -> notCached(asked, List.of()));
    }
    FileMetadata metadata;
    try {
      metadata = api.metadata(asked, attempts(cached));
    } catch (HubUnreachableException e) {
      return instead(asked, cached, e);
    }
    Path pointer = fetch(asked.at(metadata.commit()), metadata);
    remember(asked, metadata.commit());
    return pointer;
  }

  private Path fetchSnapshot(Asked asked, List<String> wanted) throws IOException {
    Optional<String> known = cache.commit(asked);
    Optional<Path> cached =
        known.isPresent() ? cachedSnapshot(asked, known.get(), wanted, true) : Optional.empty();
    if (options.offline()) {
      return cached.orElseThrow(() -> notCached(asked, wanted));
    }
    if (asked.isCommit() && cachedSnapshot(asked, asked.revision(), wanted, false).isPresent()) {
      return cache.snapshot(asked, asked.revision());
    }
    String commit;
    try {
      commit = asked.isCommit() ? asked.revision() : api.commit(asked, attempts(cached));
      Asked fixed = asked.at(commit);
      for (String name : select(fixed, tree(fixed, attempts(cached)).files().keySet(), wanted)) {
        fetchFile(fixed.file(name));
      }
    } catch (HubUnreachableException e) {
      return instead(asked, cached, e);
    }
    remember(asked, commit); // last: until all is here, the revision stays what the cache holds
    return cache.snapshot(asked, commit);
  }

  private RepositoryTree tree(Asked asked, int attempts) {
    Path file = cache.tree(asked, asked.revision());
    return RepositoryTree.read(file)
        .orElseGet(
            () -> {
              RepositoryTree tree = api.tree(asked, attempts);
              tree.write(file);
              return tree;
            });
  }

  private Path fetch(Asked asked, FileMetadata metadata) throws IOException {
    Path pointer = cache.pointer(asked, metadata.commit());
    if (Files.exists(pointer)) {
      return pointer;
    }
    Path blob = cache.blob(asked, metadata.etag());
    try (BlobLock lock = BlobLock.acquire(cache.lock(asked, metadata.etag()))) {
      boolean whole =
          Files.exists(blob) && (metadata.size() < 0 || Files.size(blob) == metadata.size());
      if (!whole) {
        Path incomplete = cache.incomplete(asked, metadata.etag());
        new BlobDownload(api, options, listener, asked, metadata, incomplete).run(blob);
      }
      if (!Files.exists(pointer)) {
        cache.point(pointer, blob);
      }
    }
    return pointer;
  }

  private Optional<Path> cachedFile(Asked asked) throws IOException {
    return cache
        .commit(asked)
        .map(commit -> cache.pointer(asked, commit))
        .filter(Files::isRegularFile);
  }

  /**
   * The snapshot, if it has all that is wanted.
   *
   * @param trusting whether, without a listing, what matches a pattern counts as all that does
   */
  private Optional<Path> cachedSnapshot(
      Asked asked, String commit, List<String> wanted, boolean trusting) throws IOException {
    Path folder = cache.snapshot(asked, commit);
    List<String> present = cache.names(asked, commit);
    Optional<RepositoryTree> tree = RepositoryTree.read(cache.tree(asked, commit));
    List<String> named = wanted.stream().filter(name -> !NamePatterns.isPattern(name)).toList();
    boolean onlyNames = !wanted.isEmpty() && named.size() == wanted.size();
    List<String> needed =
        tree.map(listing -> List.copyOf(listing.files().keySet())).orElse(present).stream()
            .filter(name -> NamePatterns.matchesAny(wanted, name))
            .toList();
    boolean complete =
        (tree.isPresent() || onlyNames || trusting)
            && !needed.isEmpty()
            && present.containsAll(needed)
            && present.containsAll(named);
    return complete ? Optional.of(folder) : Optional.empty();
  }

  private static List<String> select(Asked asked, Collection<String> names, List<String> wanted) {
    List<String> missing =
        wanted.stream()
            .filter(name -> !NamePatterns.isPattern(name) && !names.contains(name))
            .toList();
    List<String> selected =
        names.stream().filter(name -> NamePatterns.matchesAny(wanted, name)).toList();
    if (!missing.isEmpty() || selected.isEmpty()) {
      throw new InvalidInputException(
          "Expected %s in %s, found only %s: name existing files."
              .formatted(missing.isEmpty() ? wanted : missing, asked.described(), names));
    }
    return selected;
  }

  /** With something in the cache a hub is asked once; without, as often as it takes. */
  private int attempts(Optional<Path> cached) {
    return cached.isPresent() ? 1 : options.attempts();
  }

  private Path instead(Asked asked, Optional<Path> cached, HubUnreachableException failure) {
    Path path = cached.orElseThrow(() -> failure);
    listener.warning(
        "Using %s from the cache at %s as last downloaded: %s"
            .formatted(asked.described(), path, failure.getMessage()));
    return path;
  }

  private InvalidInputException notCached(Asked asked, List<String> wanted) {
    return new InvalidInputException(
        "Expected %s%s in the cache at %s, found it missing or incomplete, and HF_HUB_OFFLINE forbids connections: unset it to download the file, or set the right cache in HF_HUB_CACHE."
            .formatted(
                asked.described(), wanted.isEmpty() ? "" : " " + wanted, cache.repository(asked)));
  }

  private void remember(Asked asked, String commit) {
    try {
      cache.remember(asked, commit);
    } catch (IOException | UncheckedIOException e) {
      listener.warning(
          "The commit of %s could not be stored in the cache at %s: %s"
              .formatted(asked.described(), cache.root(), e.getMessage()));
    }
  }

  /** Something that uses the cache. */
  @FunctionalInterface
  private interface CacheUse {
    Path run() throws IOException;
  }

  private Path guarded(CacheUse use) {
    try {
      return use.run();
    } catch (UncheckedIOException e) {
      throw HubErrors.cache(cache.root(), new IOException(e.getMessage(), e));
    } catch (IOException e) {
      throw HubErrors.cache(cache.root(), e);
    }
  }

  /**
   * The repository id of which a folder is a snapshot, by the layout of the cache.
   *
   * @return empty for any other folder
   */
  public static Optional<String> repositoryOf(Path folder) {
    return HubCache.repositoryOf(folder.toAbsolutePath().normalize());
  }
}
