package org.emoglot.feature;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The files of a store's entries. Their time of change is the time of their last use. */
final class Entries {

  private static final int FOLDER_DIGITS = 2;
  private static final String FOLDERS = "[0-9a-f]".repeat(FOLDER_DIGITS);

  private final Path folder;

  Entries(Path folder) {
    this.folder = folder;
  }

  /** One entry. */
  private record Entry(Path file, long bytes, Instant lastUse) {}

  /** The place of the entry of a key. */
  Path file(FeatureKey key) {
    String digest = key.digest();
    return folder
        .resolve(digest.substring(0, FOLDER_DIGITS))
        .resolve(digest.substring(FOLDER_DIGITS));
  }

  /** Counts them. */
  FeatureStore.Usage usage() throws IOException {
    List<Entry> entries = list();
    return new FeatureStore.Usage(entries.size(), entries.stream().mapToLong(Entry::bytes).sum());
  }

  /**
   * Deletes those that were not used for the longest time until the rest is small enough. A process
   * that has mapped one keeps it until it ends.
   *
   * @param maxBytes of the rest
   * @param usedSince entries that were used at this time or later are not deleted
   * @return bytes of the rest, which may be more than wanted
   */
  long evict(long maxBytes, Instant usedSince) throws IOException {
    List<Entry> entries = list();
    entries.sort(Comparator.comparing(Entry::lastUse));
    long bytes = entries.stream().mapToLong(Entry::bytes).sum();
    for (Entry entry : entries) {
      if (bytes <= maxBytes || !entry.lastUse().isBefore(usedSince)) {
        break;
      }
      Files.deleteIfExists(entry.file());
      bytes -= entry.bytes();
    }
    return bytes;
  }

  private List<Entry> list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return entries;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, FOLDERS)) {
      for (Path each : folders) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(each)) {
          for (Path file : files) {
            add(file, entries);
          }
        }
      }
    }
    return entries;
  }

  private static void add(Path file, List<Entry> entries) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      entries.add(new Entry(file, attributes.size(), attributes.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      // Somebody found it damaged and dropped it.
    }
  }
}
