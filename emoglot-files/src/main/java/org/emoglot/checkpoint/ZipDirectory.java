package org.emoglot.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.InvalidInputException;

/**
 * The positions of the members of a zip archive in its file. Java's own reader does not give it,
 * and mapping members needs it. Archives beyond 4 GiB (zip64) are read; only stored members,
 * neither compressed nor encrypted, have a place. See <a
 * href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE.TXT</a>, section 4.3.
 */
final class ZipDirectory {

  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int END_64_LOCATOR_SIGNATURE = 0x07064b50;
  private static final int END_64_LOCATOR_BYTES = 20;
  private static final int END_64_SIGNATURE = 0x06064b50;
  private static final int END_64_BYTES = 56;
  private static final int MEMBER_SIGNATURE = 0x02014b50;
  private static final int MEMBER_BYTES = 46;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int EXTRA_64 = 1;
  private static final int MAX_COMMENT_BYTES = 0xffff;
  private static final int MAX_DIRECTORY_BYTES = Safetensors.MAX_HEADER_BYTES;
  private static final long SEE_EXTRA = 0xffffffffL;

  private final Path file;
  private final FileChannel channel;
  private final long fileBytes;

  private ZipDirectory(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.fileBytes = channel.size();
  }

  /**
   * A stretch of a file.
   *
   * @param begin its first byte
   * @param bytes its length
   */
  record Place(long begin, long bytes) {}

  /**
   * Reads the places of all members, by name, in the archive's order.
   *
   * @throws InvalidInputException if the archive is damaged, or a member is compressed or encrypted
   */
  static Map<String, Place> read(Path file, FileChannel channel) throws IOException {
    return new ZipDirectory(file, channel).members();
  }

  private Map<String, Place> members() throws IOException {
    ByteBuffer directory = directory();
    Map<String, Place> members = new LinkedHashMap<>();
    while (directory.remaining() >= MEMBER_BYTES) {
      int at = directory.position();
      if (directory.getInt(at) != MEMBER_SIGNATURE) {
        throw damaged("a member in the directory", "other bytes");
      }
      int flags = directory.getShort(at + 8);
      int method = directory.getShort(at + 10);
      int nameBytes = directory.getShort(at + 28) & 0xffff;
      int extraBytes = directory.getShort(at + 30) & 0xffff;
      int commentBytes = directory.getShort(at + 32) & 0xffff;
      if (MEMBER_BYTES + nameBytes + extraBytes + commentBytes > directory.remaining()) {
        throw damaged("a whole member in the directory", "its end in the middle of one");
      }
      String name = UTF_8.decode(directory.slice(at + MEMBER_BYTES, nameBytes)).toString();
      if ((flags & 1) != 0 || method != 0) {
        throw Refusal.of(
            file,
            "members that are neither compressed nor encrypted, as PyTorch stores them",
            "%s of method %d".formatted(Refusal.quote(name), method),
            "save the file again with PyTorch, or convert it to safetensors");
      }
      ByteBuffer extra =
          directory.slice(at + MEMBER_BYTES + nameBytes, extraBytes).order(ByteOrder.LITTLE_ENDIAN);
      Place place = place(directory, at, extra, name);
      if (members.put(name, place) != null) {
        throw damaged("every member once", Refusal.quote(name) + " twice");
      }
      directory.position(at + MEMBER_BYTES + nameBytes + extraBytes + commentBytes);
    }
    return members;
  }

  private Place place(ByteBuffer directory, int at, ByteBuffer extra, String name)
      throws IOException {
    long bytes = directory.getInt(at + 24) & SEE_EXTRA;
    long packedBytes = directory.getInt(at + 20) & SEE_EXTRA;
    long local = directory.getInt(at + 42) & SEE_EXTRA;
    ByteBuffer wide = extra64(extra);
    bytes = widen(bytes, wide, name);
    packedBytes = widen(packedBytes, wide, name);
    local = widen(local, wide, name);
    if (bytes != packedBytes) {
      throw damaged("one size of the stored member " + Refusal.quote(name), "two");
    }
    if (local < 0 || local > fileBytes - LOCAL_BYTES) {
      throw damaged("the member %s within the file".formatted(Refusal.quote(name)), "not");
    }
    ByteBuffer header = FileStretch.of(channel, local, LOCAL_BYTES);
    if (header.getInt(0) != LOCAL_SIGNATURE) {
      throw damaged(
          "the header of the member %s at byte %d".formatted(Refusal.quote(name), local),
          "other bytes");
    }
    long begin =
        local + LOCAL_BYTES + (header.getShort(26) & 0xffff) + (header.getShort(28) & 0xffff);
    if (bytes < 0 || begin > fileBytes || bytes > fileBytes - begin) {
      throw Refusal.of(
          file,
          "%s bytes of the member %s from byte %d"
              .formatted(Long.toUnsignedString(bytes), Refusal.quote(name), begin),
          "a file of %d bytes".formatted(fileBytes),
          Refusal.TRUNCATED);
    }
    return new Place(begin, bytes);
  }

  /** The fields that were too narrow, in their order; empty if none were. */
  private static ByteBuffer extra64(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      int kind = extra.getShort() & 0xffff;
      int bytes = Math.min(extra.getShort() & 0xffff, extra.remaining());
      if (kind == EXTRA_64) {
        return extra.slice(extra.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
      }
      extra.position(extra.position() + bytes);
    }
    return ByteBuffer.allocate(0);
  }

  private long widen(long value, ByteBuffer wide, String name) {
    if (value != SEE_EXTRA) {
      return value;
    }
    if (wide.remaining() < Long.BYTES) {
      throw damaged("64-bit sizes of the member " + Refusal.quote(name), "none");
    }
    return wide.getLong();
  }

  private ByteBuffer directory() throws IOException {
    int tailBytes = (int) Math.min(fileBytes, END_BYTES + MAX_COMMENT_BYTES);
    ByteBuffer tail = FileStretch.of(channel, fileBytes - tailBytes, tailBytes);
    int end = tailBytes - END_BYTES;
    while (end >= 0 && tail.getInt(end) != END_SIGNATURE) {
      end--;
    }
    if (end < 0) {
      throw Refusal.of(
          file, "the directory of a zip archive at the end", "none", Refusal.TRUNCATED);
    }
    long bytes = tail.getInt(end + 12) & SEE_EXTRA;
    long begin = tail.getInt(end + 16) & SEE_EXTRA;
    if (bytes == SEE_EXTRA || begin == SEE_EXTRA) {
      ByteBuffer end64 = end64(fileBytes - tailBytes + end);
      bytes = end64.getLong(40);
      begin = end64.getLong(48);
    }
    if (bytes < 0 || begin < 0 || begin > fileBytes || bytes > fileBytes - begin) {
      throw damaged(
          "the directory within the file",
          "%s bytes from byte %s"
              .formatted(Long.toUnsignedString(bytes), Long.toUnsignedString(begin)));
    }
    if (bytes > MAX_DIRECTORY_BYTES) {
      throw damaged(
          "a directory of at most %d bytes".formatted(MAX_DIRECTORY_BYTES),
          "%d bytes".formatted(bytes));
    }
    return FileStretch.of(channel, begin, bytes);
  }

  private ByteBuffer end64(long end) throws IOException {
    if (end >= END_64_LOCATOR_BYTES) {
      ByteBuffer locator =
          FileStretch.of(channel, end - END_64_LOCATOR_BYTES, END_64_LOCATOR_BYTES);
      long at = locator.getLong(8);
      if (locator.getInt(0) == END_64_LOCATOR_SIGNATURE
          && at >= 0
          && at <= fileBytes - END_64_BYTES) {
        ByteBuffer end64 = FileStretch.of(channel, at, END_64_BYTES);
        if (end64.getInt(0) == END_64_SIGNATURE) {
          return end64;
        }
      }
    }
    throw damaged("the 64-bit end of the directory", "none");
  }

  private InvalidInputException damaged(String expected, String found) {
    return Refusal.of(file, "an intact zip archive with " + expected, found, Refusal.DAMAGED);
  }
}
