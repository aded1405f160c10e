package org.emoglot.natives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.LoggerFactory;

/**
 * Puts native libraries from jars into the cache of JavaCPP, before it loads them.
 *
 * <p>JavaCPP itself writes a library under its final name, where the linker of another process may
 * find it half written, also after a kill. The machine then stops with SIGBUS. Here a library is
 * unpacked under a temporary name, compared with the checksum in its jar, and moved into place; one
 * process at a time works in the cache. A {@link Receipt} of a cache that loaded lets later starts
 * skip all of this, and any change to a file voids it: the cache is then compared with the jars,
 * and what differs is replaced.
 */
public final class NativeLibraries {

  private static final String ADVICE =
      "; Emoglot needs half a gigabyte there, or in the folder of the Java option"
          + " -Dorg.bytedeco.javacpp.cachedir=<folder> names.";

  private final Path cache;
  private final List<CachedFolder> folders = new ArrayList<>();

  /**
   * @param cache JavaCPP's cache folder
   */
  public NativeLibraries(Path cache) {
    this.cache = cache;
  }

  /**
   * Adds all libraries beside one in its jar. Without such a resource in a jar there is nothing to
   * unpack.
   *
   * @param loader finds the resource
   * @param folder of the library, such as {@code org/bytedeco/pytorch/linux-x86_64}
   * @param name the library's, without what a system adds to it, such as {@code jnitorch}
   * @return this
   * @throws UncheckedIOException if the jar cannot be read
   */
  public NativeLibraries beside(ClassLoader loader, String folder, String name) {
    URL library = loader.getResource(folder + "/" + System.mapLibraryName(name));
    if (library != null) {
      try {
        Shipment.of(library)
            .map(shipped -> new CachedFolder(cache, shipped))
            .ifPresent(folders::add);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + library + ": " + e.getMessage(), e);
      }
    }
    return this;
  }

  /** The folders in the cache that hold the libraries once they are loaded, as they were added. */
  public List<Path> unpacked() {
    return folders.stream().map(CachedFolder::path).toList();
  }

  /**
   * Loads the libraries from a cache that holds them whole.
   *
   * @param load loads them all, by JavaCPP
   * @throws UncheckedIOException if the cache cannot be written
   * @throws CancellationException if the thread is interrupted meanwhile; it stays so
   */
  public void load(Runnable load) {
    try {
      Receipt receipt = new Receipt(cache, folders);
      if (receipt.holds()) {
        load.run();
        return;
      }
      try (CacheLock lock = CacheLock.take(cache)) {
        if (!receipt.holds()) {
          mend(lock);
        }
        load.run();
        giveReceipt(receipt);
      }
    } catch (ClosedByInterruptException | FileLockInterruptionException e) {
      throw cancelled(e);
    } catch (IOException e) {
      String reason = Optional.ofNullable(e.getMessage()).orElse(e.toString());
      throw new UncheckedIOException(
          "Cannot put native libraries into " + cache + ": " + reason + ADVICE, e);
    } catch (LinkageError | RuntimeException e) {
      // JavaCPP waits for a file's lock, too, and says of an interruption that a library is
      // missing.
      if (Thread.currentThread().isInterrupted()) {
        throw cancelled(e);
      }
      throw e;
    }
  }

  private void mend(CacheLock lock) throws IOException {
    boolean said = false;
    lock.removeLeftovers();
    for (CachedFolder folder : folders) {
      List<ShippedFile> missing = folder.removeDamaged();
      if (!missing.isEmpty() && !said) {
        // Asked for here: what writes logs takes long to start.
        LoggerFactory.getLogger(NativeLibraries.class)
            .info("Unpacking native libraries into {}, once.", cache);
        said = true;
      }
      for (ShippedFile file : missing) {
        folder.unpack(file, lock.temporaryFile());
      }
    }
  }

  /** JavaCPP has made links, and copies under other names, which are as good as its jars say. */
  private void giveReceipt(Receipt receipt) throws IOException {
    for (CachedFolder folder : folders) {
      if (!folder.isSound()) {
        return;
      }
    }
    receipt.write();
  }

  private static CancellationException cancelled(Throwable cause) {
    Thread.currentThread().interrupt();
    CancellationException cancelled =
        new CancellationException("Stopped while native libraries were unpacked");
    cancelled.initCause(cause);
    return cancelled;
  }
}
