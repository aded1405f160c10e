package org.emoglot.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Tags that programs put before a file's own header: ID3v2, any number of them, with or without a
 * footer, and APEv2. Zeros that pad them belong to them.
 *
 * <p>Source: id3.org, "ID3 tag version 2.4.0 - Main Structure", 3.1 and 3.4; Hydrogenaudio, "APEv2
 * specification".
 */
final class LeadingTags {

  private static final int ID3_HEADER_BYTES = 10;
  private static final int ID3_SIZE = 6;
  private static final int ID3_FOOTER_FLAG = 0x10;
  private static final int APE_HEADER_BYTES = 32;
  private static final int APE_SIZE = 12;
  private static final int MAX_TAGS = 64;

  private LeadingTags() {}

  /** The first byte after all tags; 0 if there are none. */
  static long end(FileChannel channel) throws IOException {
    long at = 0;
    for (int tag = 0; tag < MAX_TAGS; tag++) {
      byte[] head = AudioHead.read(channel, at, APE_HEADER_BYTES);
      long length = length(head);
      if (length == 0) {
        break;
      }
      at = behindZeros(channel, at + length);
    }
    return at;
  }

  private static long length(byte[] head) {
    if (AudioFormat.has(head, 0, "ID3")
        && head.length >= ID3_HEADER_BYTES
        && head[3] != -1
        && head[4] != -1) {
      boolean footer = (head[5] & ID3_FOOTER_FLAG) != 0;
      return ID3_HEADER_BYTES + id3Size(head) + (footer ? ID3_HEADER_BYTES : 0);
    }
    if (AudioFormat.has(head, 0, "APETAGEX") && head.length >= APE_HEADER_BYTES) {
      ByteBuffer bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
      return APE_HEADER_BYTES + Integer.toUnsignedLong(bytes.getInt(APE_SIZE));
    }
    return 0;
  }

  /** Seven bits a byte; some writers, whom a high bit betrays, take eight. */
  private static long id3Size(byte[] head) {
    boolean plain = false;
    long sevens = 0;
    long eights = 0;
    for (int i = ID3_SIZE; i < ID3_HEADER_BYTES; i++) {
      plain |= head[i] < 0;
      sevens = sevens << 7 | head[i] & 0x7F;
      eights = eights << 8 | head[i] & 0xFF;
    }
    return plain ? eights : sevens;
  }

  private static long behindZeros(FileChannel channel, long from) throws IOException {
    long at = from;
    byte[] bytes = AudioHead.read(channel, at, AudioDecoder.HEAD_BYTES);
    while (bytes.length > 0) {
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] != 0) {
          // The first byte of an MP4 file is also a zero: the size of its first atom.
          boolean atom = i >= 3 && AudioFormat.has(bytes, i + 1, "ftyp");
          return at + (atom ? i - 3 : i);
        }
      }
      at += bytes.length;
      bytes = AudioHead.read(channel, at, AudioDecoder.HEAD_BYTES);
    }
    return from;
  }
}
