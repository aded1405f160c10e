package org.emoglot.natives;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** One folder of JavaCPP's cache, and the shipment that belongs there. */
final class CachedFolder {

  private static final int BUFFER_BYTES = 1 << 18;

  private final Path folder;
  private final Shipment shipment;
  private final List<ShippedFile> shipped;

  /** Names of files that were compared with the jar. */
  private final Set<String> verified = new HashSet<>();

  CachedFolder(Path cache, Shipment shipment) {
    this.folder = cache.resolve(shipment.inCache());
    this.shipment = shipment;
    this.shipped = shipment.files();
  }

  Path path() {
    return folder;
  }

  List<ShippedFile> shipped() {
    return shipped;
  }

  /** What is there, by name; nothing if the folder is missing. */
  List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /**
   * Deletes what does not agree with the jar, and links that lead nowhere. A process that has such
   * a file open keeps it.
   *
   * @return the libraries that are now missing
   */
  List<ShippedFile> removeDamaged() throws IOException {
    verified.clear();
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
      Files.delete(folder);
    }
    for (Path file : files()) {
      if (Files.isSymbolicLink(file) ? !Files.exists(file) : !agrees(file)) {
        delete(file);
      }
    }
    return shipped.stream().filter(file -> !verified.contains(file.name())).toList();
  }

  /** Whether everything there agrees with the jar, files under other names included. */
  boolean isSound() throws IOException {
    for (Path file : files()) {
      if (!Files.isSymbolicLink(file) && !verified.contains(name(file)) && !agrees(file)) {
        return false;
      }
    }
    return true;
  }

  /** Puts a library into its place, whole. */
  void unpack(ShippedFile file, Path temporary) throws IOException {
    Path target = Files.createDirectories(folder).resolve(file.name());
    CRC32 crc = new CRC32();
    long size = 0;
    try {
      try (InputStream in = shipment.open(file);
          OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          out.write(buffer, 0, n);
          crc.update(buffer, 0, n);
          size += n;
        }
      }
      if (!file.isAs(size, crc.getValue()) || Files.size(temporary) != size) {
        throw new IOException(
            "%s in its jar is damaged (delete the jar from ~/.m2 and build again)"
                .formatted(file.name()));
      }
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.setLastModifiedTime(temporary, FileTime.fromMillis(file.time()));
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    verified.add(file.name());
  }

  /** A file under a library's name is that library, one under another name is any of them. */
  private boolean agrees(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    String name = name(file);
    List<ShippedFile> expected =
        shipped.stream().filter(other -> other.name().equals(name)).toList();
    List<ShippedFile> candidates = expected.isEmpty() ? shipped : expected;
    long size = Files.size(file);
    if (candidates.stream().noneMatch(other -> other.size() == size)) {
      return false;
    }
    long crc = crc(file);
    boolean agrees = candidates.stream().anyMatch(other -> other.isAs(size, crc));
    if (agrees) {
      verified.add(name);
      if (!expected.isEmpty()) {
        // JavaCPP would rewrite a file with another time.
        Files.setLastModifiedTime(file, FileTime.fromMillis(expected.get(0).time()));
      }
    }
    return agrees;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static long crc(Path file) throws IOException {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        crc.update(buffer, 0, n);
      }
    }
    return crc.getValue();
  }

  private static void delete(Path path) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> below = Files.walk(path)) {
      below.sorted(Comparator.reverseOrder()).forEach(files::add);
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
