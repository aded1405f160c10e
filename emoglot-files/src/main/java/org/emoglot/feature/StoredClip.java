package org.emoglot.feature;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32C;

/** An entry of the store, mapped or in memory; the package describes its layout. */
final class StoredClip implements PreparedClip {

  static final int HEADER_BYTES = 64;

  private static final long MAGIC = 0x46_54_4F_4C_47_4F_4D_45L; // "EMOGLOTF", little-endian
  private static final int LAYOUT = 1;
  private static final int KEY_OFFSET = 24;
  private static final int KEY_BYTES = 32;
  private static final int VALUES_CRC_OFFSET = KEY_OFFSET + KEY_BYTES;
  private static final int HEADER_CRC_OFFSET = VALUES_CRC_OFFSET + Integer.BYTES;

  private final ByteBuffer values;
  private final FeatureType type;
  private final int frames;
  private final int channels;

  private StoredClip(ByteBuffer values, FeatureType type, int frames, int channels) {
    this.values = values;
    this.type = type;
    this.frames = frames;
    this.channels = channels;
  }

  /** An entry is not what it should be. */
  static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1;

    DamagedException(String found) {
      super(found);
    }
  }

  /** The bytes of an entry, ready to be written. */
  static ByteBuffer encode(FeatureKey key, float[] values, int channels) {
    FeatureType type = key.type();
    int length = Math.addExact(HEADER_BYTES, Math.multiplyExact(values.length, type.bytes()));
    ByteBuffer entry = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    type.write(values, entry.position(HEADER_BYTES));
    entry
        .rewind()
        .putLong(MAGIC)
        .putInt(LAYOUT)
        .putInt(type.code())
        .putInt(values.length / channels)
        .putInt(channels)
        .put(HexFormat.of().parseHex(key.digest()))
        .putInt(crc(entry, HEADER_BYTES, length))
        .putInt(crc(entry, 0, HEADER_CRC_OFFSET));
    return entry.rewind();
  }

  /**
   * Reads an entry.
   *
   * @param bytes the whole file
   * @throws DamagedException unless it is, to the last bit, what was written under the key
   */
  static StoredClip decode(ByteBuffer bytes, FeatureKey key) throws DamagedException {
    ByteBuffer entry = bytes.order(ByteOrder.LITTLE_ENDIAN);
    require(entry.limit() > HEADER_BYTES, "it has %d bytes", entry.limit());
    require(entry.getLong(0) == MAGIC, "it does not begin like an entry");
    require(
        entry.getInt(HEADER_CRC_OFFSET) == crc(entry, 0, HEADER_CRC_OFFSET),
        "the checksum of its header is wrong");
    require(entry.getInt(8) == LAYOUT, "it has layout %d", entry.getInt(8));
    require(entry.getInt(12) == key.type().code(), "its values have type %d", entry.getInt(12));
    int frames = entry.getInt(16);
    int channels = entry.getInt(20);
    require(
        entry
            .slice(KEY_OFFSET, KEY_BYTES)
            .equals(ByteBuffer.wrap(HexFormat.of().parseHex(key.digest()))),
        "it belongs to another key");
    require(
        frames > 0
            && channels > 0
            && (long) frames * channels
                == (entry.limit() - HEADER_BYTES) / (double) key.type().bytes(),
        "%d bytes are not %d frames of %d channels",
        entry.limit(),
        frames,
        channels);
    require(
        entry.getInt(VALUES_CRC_OFFSET) == crc(entry, HEADER_BYTES, entry.limit()),
        "the checksum of its values is wrong");
    return trusted(entry, key.type(), channels);
  }

  /** An entry that this process has just encoded. */
  static StoredClip trusted(ByteBuffer bytes, FeatureType type, int channels) {
    ByteBuffer values =
        bytes.slice(HEADER_BYTES, bytes.limit() - HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return new StoredClip(values, type, values.limit() / type.bytes() / channels, channels);
  }

  private static void require(boolean condition, String found, Object... values)
      throws DamagedException {
    if (!condition) {
      throw new DamagedException(found.formatted(values));
    }
  }

  private static int crc(ByteBuffer entry, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(entry.slice(from, to - from));
    return (int) crc.getValue();
  }

  @Override
  public int frames() {
    return frames;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public float[] copy(int from, int to) {
    Objects.checkFromToIndex(from, to, frames);
    return type.read(values, from * channels, (to - from) * channels);
  }
}
