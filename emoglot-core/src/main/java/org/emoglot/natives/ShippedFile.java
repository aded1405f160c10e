package org.emoglot.natives;

/**
 * A library in a jar.
 *
 * @param name without its folder
 * @param size in bytes
 * @param crc its CRC-32, as the jar has it
 * @param time of its last change, in milliseconds since 1970, which identifies it in JavaCPP's
 *     cache
 */
record ShippedFile(String name, long size, long crc, long time) {

  boolean isAs(long otherSize, long otherCrc) {
    return size == otherSize && crc == otherCrc;
  }
}
