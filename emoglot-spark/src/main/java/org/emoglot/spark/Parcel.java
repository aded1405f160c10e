package org.emoglot.spark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A file or a folder on its way to all machines, which pass its pieces on to each other. It does
 * not tell two models apart: their hash does.
 */
final class Parcel implements Serializable {

  private static final long serialVersionUID = 1;

  /** Nothing is sent. */
  static final Parcel NONE = new Parcel("", false, List.of());

  /** Of the heap of a machine, while it takes one. */
  private static final int PIECE_BYTES = 32 << 20;

  /** What was unpacked in this process, by hash. */
  private static final Map<String, Path> UNPACKED = new ConcurrentHashMap<>();

  /** A part of the bytes. */
  record Piece(Broadcast<byte[]> bytes) implements Serializable {}

  private final String name;
  private final boolean folder;
  private final ArrayList<Piece> pieces;

  private Parcel(String name, boolean folder, List<Piece> pieces) {
    this.name = name;
    this.folder = folder;
    this.pieces = new ArrayList<>(pieces);
  }

  /**
   * Sends a file, or all files of a folder.
   *
   * @param sha256 what tells it from others; this process has it where it is
   */
  static Parcel send(JavaSparkContext context, Path content, String sha256) {
    UNPACKED.put(sha256, content);
    boolean folder = Files.isDirectory(content);
    List<Piece> pieces = new ArrayList<>();
    try {
      Path file = folder ? Files.createTempFile("emoglot-", ".zip") : content;
      try {
        if (folder) {
          try (OutputStream out = Files.newOutputStream(file)) {
            Zip.write(content, out);
          }
        }
        try (InputStream in = Files.newInputStream(file)) {
          for (byte[] next = in.readNBytes(PIECE_BYTES);
              next.length > 0;
              next = in.readNBytes(PIECE_BYTES)) {
            pieces.add(new Piece(context.broadcast(next)));
          }
        }
      } finally {
        if (folder) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot send %s: %s".formatted(content, e.getMessage()), e);
    }
    return new Parcel(String.valueOf(content.getFileName()), folder, pieces);
  }

  /**
   * Where the content is on this machine, as long as the process lives.
   *
   * @param sha256 what tells it from others
   */
  Path unpacked(String sha256) {
    return Objects.requireNonNull(
        UNPACKED.compute(
            sha256, (key, place) -> place != null && Files.exists(place) ? place : unpack()));
  }

  private Path unpack() {
    try {
      Path place = Files.createTempDirectory("emoglot-model-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> FileUtil.fullyDelete(place.toFile())));
      Path target = place.resolve(name);
      try (InputStream in = new SequenceInputStream(bytes())) {
        if (folder) {
          Zip.read(in, target);
        } else {
          Files.copy(in, target);
        }
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unpack %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private Enumeration<InputStream> bytes() {
    Iterator<Piece> left = pieces.iterator();
    return new Enumeration<>() {
      @Override
      public boolean hasMoreElements() {
        return left.hasNext();
      }

      @Override
      public InputStream nextElement() {
        return new ByteArrayInputStream(left.next().bytes().value());
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Parcel;
  }

  @Override
  public int hashCode() {
    return 0;
  }
}
