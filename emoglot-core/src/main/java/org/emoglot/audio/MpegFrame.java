package org.emoglot.audio;

import java.util.Optional;

/**
 * The header of a frame of MPEG audio (layers I to III) or of AAC in ADTS; neither has a file
 * header. One header is four bytes that also occur by chance; two that agree, the second where the
 * first frame ends, are not.
 *
 * <p>Source: ISO/IEC 11172-3, 2.4.2.3; ISO/IEC 13818-3; ISO/IEC 13818-7, 6.2 (ADTS).
 *
 * @param kind the bits that are equal in all frames of a stream: version, layer and sample rate
 * @param bytes length of the frame with its header
 * @param aac whether it is ADTS
 */
record MpegFrame(int kind, int bytes, boolean aac) {

  private static final int HEADER_BYTES = 4;
  private static final int ADTS_HEADER_BYTES = 7;

  /** Sync, version, layer, and the sample rate in the third byte. */
  private static final int KIND = 0xFFFE_0C00;

  /** Sync, version, layer, profile and the sample rate. */
  private static final int ADTS_KIND = 0xFFF6_FC00;

  private static final int ADTS_RATES = 13;

  private static final int[] RATES = {44_100, 48_000, 32_000};

  /** Kilobits a second by index, of the layers of version 1 and then of versions 2 and 2.5. */
  private static final int[][] KILOBITS = {
    {32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
    {32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
    {32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
    {32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
    {8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
    {8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
  };

  /** The frame that begins at a byte, if the next one agrees with it or the bytes end with it. */
  static Optional<MpegFrame> confirmed(byte[] bytes, int at) {
    Optional<MpegFrame> frame = parse(bytes, at);
    return frame.filter(
        first -> {
          int next = at + first.bytes();
          return (next <= bytes.length && next + ADTS_HEADER_BYTES > bytes.length)
              || parse(bytes, next).filter(second -> second.kind() == first.kind()).isPresent();
        });
  }

  /** The first byte from which two frames follow each other, both within the bytes; or -1. */
  static int search(byte[] bytes) {
    for (int at = 0; at + HEADER_BYTES <= bytes.length; at++) {
      if ((bytes[at] & 0xFF) != 0xFF) {
        continue;
      }
      Optional<MpegFrame> frame = confirmed(bytes, at);
      if (frame.isPresent() && at + frame.get().bytes() + ADTS_HEADER_BYTES <= bytes.length) {
        return at;
      }
    }
    return -1;
  }

  private static Optional<MpegFrame> parse(byte[] bytes, int at) {
    if (at + HEADER_BYTES > bytes.length) {
      return Optional.empty();
    }
    int header =
        (bytes[at] & 0xFF) << 24
            | (bytes[at + 1] & 0xFF) << 16
            | (bytes[at + 2] & 0xFF) << 8
            | bytes[at + 3] & 0xFF;
    if (header >>> 21 != 0x7FF) {
      return Optional.empty();
    }
    return (header >> 17 & 3) == 0 ? adts(header, bytes, at) : mpeg(header);
  }

  private static Optional<MpegFrame> mpeg(int header) {
    int version = header >> 19 & 3; // 3 is 1, 2 is 2, 0 is 2.5
    int layer = 4 - (header >> 17 & 3);
    int bitrate = header >> 12 & 15;
    int rate = header >> 10 & 3;
    if (version == 1 || bitrate == 0 || bitrate == 15 || rate == 3) {
      return Optional.empty();
    }
    int hertz = RATES[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
    int bits = 1000 * KILOBITS[(version == 3 ? 0 : 3) + layer - 1][bitrate - 1];
    int padding = header >> 9 & 1;
    int length =
        switch (layer) {
          case 1 -> (12 * bits / hertz + padding) * 4;
          case 2 -> 144 * bits / hertz + padding;
          default -> (version == 3 ? 144 : 72) * bits / hertz + padding;
        };
    return Optional.of(new MpegFrame(header & KIND, length, false));
  }

  private static Optional<MpegFrame> adts(int header, byte[] bytes, int at) {
    if ((header >> 20 & 1) == 0
        || (header >> 10 & 15) >= ADTS_RATES
        || at + ADTS_HEADER_BYTES > bytes.length) {
      return Optional.empty();
    }
    int length = (header & 3) << 11 | (bytes[at + 4] & 0xFF) << 3 | (bytes[at + 5] & 0xFF) >> 5;
    return length > ADTS_HEADER_BYTES
        ? Optional.of(new MpegFrame(header & ADTS_KIND, length, true))
        : Optional.empty();
  }
}
