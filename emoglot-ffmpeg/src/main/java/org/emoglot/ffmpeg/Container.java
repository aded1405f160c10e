package org.emoglot.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A file format by its first bytes, and the FFmpeg demuxer that reads it. */
enum Container {
  WAV("WAV", "wav") {
    @Override
    boolean begins(byte[] head) {
      return (has(head, 0, "RIFF") || has(head, 0, "RIFX") || has(head, 0, "RF64"))
          && has(head, 8, "WAVE");
    }
  },
  AIFF("AIFF", "aiff") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "FORM") && (has(head, 8, "AIFF") || has(head, 8, "AIFC"));
    }
  },
  FLAC("FLAC", "flac") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "fLaC");
    }
  },
  OGG("Ogg", "ogg") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "OggS");
    }
  },
  MATROSKA("WebM", "matroska") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "\u001aE\u00df\u00a3");
    }
  },
  MP4("M4A", "mov") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 4, "ftyp");
    }
  },
  MP3("MP3", "mp3") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, "ID3") || isFrameHeader(head);
    }
  };

  private static final int ID3_HEADER_BYTES = 10;

  private final String title;
  private final String demuxer;

  Container(String title, String demuxer) {
    this.title = title;
    this.demuxer = demuxer;
  }

  abstract boolean begins(byte[] head);

  /** Its name in messages. */
  String title() {
    return title;
  }

  /** FFmpeg's short name of the demuxer. */
  String demuxer() {
    return demuxer;
  }

  /**
   * Whether its timestamps count the samples themselves, so that a gap in them means that damaged
   * audio was passed over.
   */
  boolean hasExactTimes() {
    return this == FLAC || this == OGG;
  }

  static Optional<Container> of(byte[] head) {
    return Arrays.stream(values()).filter(container -> container.begins(head)).findFirst();
  }

  /** As {@link #of(byte[])}, and looks behind an ID3 tag, which may also stand before FLAC. */
  static Optional<Container> of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      byte[] head = read(channel, 0);
      if (has(head, 0, "ID3") && head.length >= ID3_HEADER_BYTES) {
        int size = 0; // seven bits in each of four bytes
        for (int i = 6; i < ID3_HEADER_BYTES; i++) {
          size = size << 7 | (head[i] & 0x7f);
        }
        byte[] behind = read(channel, ID3_HEADER_BYTES + size);
        return Optional.of(FLAC.begins(behind) ? FLAC : MP3);
      }
      return of(head);
    }
  }

  private static byte[] read(FileChannel channel, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(16);
    int length = Math.max(0, channel.read(buffer, position));
    return Arrays.copyOf(buffer.array(), length);
  }

  /**
   * An MPEG audio frame header: eleven set bits, then a version, a layer, a bit rate and a sample
   * rate that exist (ISO/IEC 11172-3, 2.4.2.3).
   */
  private static boolean isFrameHeader(byte[] head) {
    return head.length >= 4
        && (head[0] & 0xff) == 0xff
        && (head[1] & 0xe0) == 0xe0
        && (head[1] >> 3 & 3) != 1
        && (head[1] >> 1 & 3) != 0
        && (head[2] >> 4 & 15) != 15
        && (head[2] >> 2 & 3) != 3;
  }

  private static boolean has(byte[] head, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return head.length >= at + bytes.length
        && Arrays.equals(head, at, at + bytes.length, bytes, 0, bytes.length);
  }
}
