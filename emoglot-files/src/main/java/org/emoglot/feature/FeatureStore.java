package org.emoglot.feature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.emoglot.InvalidInputException;

/**
 * A folder of prepared clips, shared by all runs and processes at once. The package describes its
 * layout.
 *
 * <p>Reading a clip maps it: its content is in the page cache of the system, once for all
 * processes, and not in the heap. It is verified to the last bit first; a damaged one is dropped,
 * with a warning, and is a miss. The store never fails a run: where it cannot write, clips stay in
 * memory, with one warning.
 *
 * <p>It never has more bytes than its limit. If another clip does not fit, the least recently used
 * clips are evicted, except those used since this store was opened: in that case the new clip stays
 * in memory. Safe for several threads.
 */
public final class FeatureStore implements FeatureCache {

  /**
   * Linux allows a process 65,530 mappings, and other code needs some; further clips are read
   * instead.
   */
  private static final int MOST_MAPPINGS = 32_768;

  /** Eviction frees this share more than needed, since it has to check every entry. */
  private static final int SLACK = 16;

  /** What the store leaves of a disk, whatever its limit. */
  private static final long SPARED_BYTES = 1L << 30;

  private static final String CACHE_TAG = "CACHEDIR.TAG";

  /** As bford.info/cachedir asks for. */
  private static final String CACHE_TAG_TEXT =
      "Signature: 8a477f597d28d172789f06886806bc55\n# Features that Emoglot can compute again.\n";

  private final FeatureStoreOptions options;
  private final Clock clock;
  private final Consumer<String> warnings;
  private final Entries entries;
  private final WritingFolder writing;
  private final Path lock;
  private final Instant opened;
  private final AtomicInteger mappings = new AtomicInteger();
  private volatile boolean full;

  private FeatureStore(FeatureStoreOptions options, Clock clock, Consumer<String> warnings) {
    this.options = options;
    this.clock = clock;
    this.warnings = warnings;
    this.entries = entries(options.folder());
    this.writing = new WritingFolder(options.folder().resolve("writing"));
    this.lock = options.folder().resolve("lock");
    this.opened = clock.instant();
  }

  /**
   * What a store holds.
   *
   * @param clips number of entries
   * @param bytes of them all
   */
  public record Usage(int clips, long bytes) {}

  /**
   * Opens a store, or creates it. Removes what writers that were killed have left, counts what is
   * there, and evicts what is over the limit.
   *
   * @param warnings receives sentences about damaged entries and an unwritable disk
   * @throws InvalidInputException if the folder cannot be made or written
   */
  public static FeatureStore open(FeatureStoreOptions options, Consumer<String> warnings) {
    return open(options, Clock.systemUTC(), warnings);
  }

  static FeatureStore open(FeatureStoreOptions options, Clock clock, Consumer<String> warnings) {
    FeatureStore store = new FeatureStore(options, clock, warnings);
    try (Ledger ledger = Ledger.take(store.lock)) {
      store.writing.open(clock.instant());
      store.tag();
      ledger.setBytes(store.entries.evict(options.maxBytes(), store.opened));
    } catch (IOException e) {
      throw new InvalidInputException(
          "Expected a writable folder for the feature store at %s, found %s: choose another one or none."
              .formatted(options.folder(), e),
          e);
    }
    return store;
  }

  /** Inspects a store without opening it; empty if there is none. */
  public static Usage usage(Path folder) {
    try {
      return entries(folder).usage();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  private static Entries entries(Path folder) {
    return new Entries(folder.resolve("entries"));
  }

  private void tag() throws IOException {
    try {
      Files.writeString(
          options.folder().resolve(CACHE_TAG), CACHE_TAG_TEXT, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      // It is a store already.
    }
  }

  /** Its place and largest size. */
  public FeatureStoreOptions options() {
    return options;
  }

  @Override
  public Optional<PreparedClip> get(FeatureKey key) {
    Path file = entries.file(key);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      PreparedClip clip = StoredClip.decode(bytes(channel), key);
      used(file);
      return Optional.of(clip);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (StoredClip.DamagedException e) {
      drop(file, e);
      return Optional.empty();
    } catch (IOException e) {
      warnings.accept("A stored clip is not readable and is computed again: " + e);
      return Optional.empty();
    }
  }

  /** A whole file, mapped if it may be. */
  private ByteBuffer bytes(FileChannel channel) throws IOException, StoredClip.DamagedException {
    long size = channel.size();
    if (size > Integer.MAX_VALUE) {
      throw new StoredClip.DamagedException("it has %d bytes".formatted(size));
    }
    if (mappings.incrementAndGet() <= MOST_MAPPINGS) {
      return channel.map(MapMode.READ_ONLY, 0, size);
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, bytes.position()) < 0) {
        throw new StoredClip.DamagedException("it ended while it was read");
      }
    }
    return bytes.flip();
  }

  private void used(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    } catch (IOException e) {
      // Evicted in this moment, or of a store that may only be read: then nobody evicts either.
    }
  }

  private void drop(Path file, StoredClip.DamagedException damage) {
    warnings.accept(
        "A stored clip is damaged and is computed again: in %s %s."
            .formatted(file, damage.getMessage()));
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      warnings.accept("A damaged clip cannot be deleted: " + e);
    }
  }

  @Override
  public PreparedClip put(FeatureKey key, float[] values, int channels) {
    PreparedClip unkept = NONE.put(key, values, channels);
    if (full) {
      return unkept;
    }
    try {
      return write(key, values, channels).orElse(unkept);
    } catch (IOException e) {
      full("The feature store at %s cannot be written (%s)".formatted(options.folder(), e));
      return unkept;
    }
  }

  private Optional<PreparedClip> write(FeatureKey key, float[] values, int channels)
      throws IOException {
    Path file = entries.file(key);
    Path temporary = writing.next();
    ByteBuffer entry = StoredClip.encode(key, values, channels);
    long size = entry.limit();
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      while (entry.hasRemaining()) {
        channel.write(entry);
      }
      // Not forced to the disk: what a power cut leaves unwritten is found by the checksums.
      used(temporary);
      if (publish(temporary, file, size)) {
        ByteBuffer kept =
            mappings.incrementAndGet() <= MOST_MAPPINGS
                ? channel.map(MapMode.READ_ONLY, 0, size)
                : entry;
        return Optional.of(StoredClip.trusted(kept, key.type(), channels));
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
    return full ? Optional.empty() : get(key); // somebody was faster
  }

  /** Moves a whole entry into place, if there is room for it and none in its place. */
  private boolean publish(Path temporary, Path file, long size) throws IOException {
    try (Ledger ledger = Ledger.take(lock)) {
      if (Files.exists(file)) {
        return false;
      }
      if (options.folder().toFile().getUsableSpace() < size + SPARED_BYTES) {
        full("The disk of the feature store at %s is full".formatted(options.folder()));
        return false;
      }
      if (!makeRoom(ledger, size)) {
        full(
            "The feature store at %s is full (%.1f GiB)"
                .formatted(options.folder(), options.maxBytes() / FeatureStoreOptions.GIB));
        return false;
      }
      Files.createDirectories(file.getParent());
      ledger.setBytes(ledger.bytes() + size);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      return true;
    }
  }

  private boolean makeRoom(Ledger ledger, long size) throws IOException {
    long most = options.maxBytes() - size;
    if (ledger.bytes() > most) {
      long wanted = Math.max(0, most - options.maxBytes() / SLACK);
      ledger.setBytes(entries.evict(wanted, opened));
    }
    return ledger.bytes() <= most;
  }

  /** Nothing that is used now is evicted, so a store that is full stays so. */
  private void full(String why) {
    if (!full) {
      full = true;
      warnings.accept(why + ": more clips stay in memory.");
    }
  }
}
