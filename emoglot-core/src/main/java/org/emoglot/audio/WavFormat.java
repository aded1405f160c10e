package org.emoglot.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A WAV file's format chunk.
 *
 * @param codec the format tag; of WAVE_FORMAT_EXTENSIBLE, the tag within the sub-format, or the
 *     extensible tag itself where the sub-format is none of Microsoft's
 * @param channels as announced
 * @param announcedRate sample rate as announced, in Hz, unsigned; where that is 0, what follows
 *     from the bytes per second
 * @param frameBytes bytes per frame over all channels, as announced, right or wrong
 * @param bits bits per sample as stored
 * @param order byte order of samples
 * @param gain what floats are multiplied by ({@link FloatLevel}); mostly 1
 */
record WavFormat(
    int codec,
    int channels,
    long announcedRate,
    int frameBytes,
    int bits,
    ByteOrder order,
    float gain) {

  static final int MIN_BYTES = 16;
  static final int EXTENSIBLE_BYTES = 40;

  private static final int PCM = 1;
  private static final int IEEE_FLOAT = 3;
  private static final int EXTENSIBLE = 0xFFFE;
  private static final int SUB_FORMAT = 24;

  /** What follows the tag in a sub-format GUID, ...-0000-0010-8000-00AA00389B71, as big endian. */
  private static final long GUID_TAIL = 0x8000_00AA_0038_9B71L;

  /** The same of Ambisonic B-format, ...-0721-11D3-8644-C8C1CA000000, whose tags are the same. */
  private static final long AMBISONIC_TAIL = 0x8644_C8C1_CA00_0000L;

  /** The byte rate is used if there is no sample rate. */
  private static final int BYTE_RATE = 8;

  /** Parses at least {@link #MIN_BYTES} bytes in the buffer's order. */
  static WavFormat parse(ByteBuffer bytes) {
    int codec = Short.toUnsignedInt(bytes.getShort(0));
    if (codec == EXTENSIBLE && bytes.limit() >= EXTENSIBLE_BYTES) {
      long tail = bytes.duplicate().order(ByteOrder.BIG_ENDIAN).getLong(SUB_FORMAT + 8);
      if (tail == GUID_TAIL || tail == AMBISONIC_TAIL) {
        codec = Short.toUnsignedInt(bytes.getShort(SUB_FORMAT));
      }
    }
    int channels = Short.toUnsignedInt(bytes.getShort(2));
    int bits = Short.toUnsignedInt(bytes.getShort(14));
    long rate = Integer.toUnsignedLong(bytes.getInt(4));
    int frame = channels * ((bits + 7) / 8);
    if (rate == 0 && frame > 0) {
      rate = Integer.toUnsignedLong(bytes.getInt(BYTE_RATE)) / frame;
    }
    return new WavFormat(
        codec, channels, rate, Short.toUnsignedInt(bytes.getShort(12)), bits, bytes.order(), 1);
  }

  boolean hasKnownCodec() {
    return codec == PCM || codec == IEEE_FLOAT;
  }

  /** Bytes of one sample of one channel. */
  int bytesPerSample() {
    return (bits + 7) / 8;
  }

  /** Bytes of one sample of every channel; the header's own number of them is not believed. */
  int bytesPerFrame() {
    return channels * bytesPerSample();
  }

  /** What the header says otherwise than channels and bits, as expected and found. */
  Optional<String> doubt() {
    return frameBytes == bytesPerFrame()
        ? Optional.empty()
        : Optional.of(
            "%d bytes per frame according to the header, found %d channels of %d bits, which have %d"
                .formatted(frameBytes, channels, bits, bytesPerFrame()));
  }

  int sampleRate() {
    return (int) announcedRate;
  }

  /**
   * Refuses what {@link #sample} cannot read.
   *
   * @param offset of the format chunk's content
   */
  void requireDecodable(Path file, long offset) {
    if (!hasKnownCodec()) {
      throw WavDecoder.refused(
          file, offset, "PCM (1) or float (3) as WAV codec", "codec %d".formatted(codec));
    }
    if (channels < 1 || channels > AudioClip.MAX_CHANNELS) {
      throw WavDecoder.refused(
          file,
          offset + 2,
          "1 to %d channels".formatted(AudioClip.MAX_CHANNELS),
          Integer.toString(channels));
    }
    if (announcedRate < AudioClip.MIN_SAMPLE_RATE || announcedRate > AudioClip.MAX_SAMPLE_RATE) {
      throw WavDecoder.refused(
          file,
          offset + 4,
          "a sample rate of %d to %d Hz"
              .formatted(AudioClip.MIN_SAMPLE_RATE, AudioClip.MAX_SAMPLE_RATE),
          "%d Hz".formatted(announcedRate));
    }
    boolean known = codec == PCM ? bits >= 1 && bits <= 32 : bits == 32 || bits == 64;
    if (!known) {
      throw WavDecoder.refused(
          file,
          offset + 14,
          codec == PCM ? "1 to 32 bits per PCM sample" : "32 or 64 bits per float sample",
          Integer.toString(bits));
    }
  }

  boolean isFloat() {
    return codec == IEEE_FLOAT;
  }

  /** The same, with floats multiplied by something. */
  WavFormat amplified(double factor) {
    return new WavFormat(codec, channels, announcedRate, frameBytes, bits, order, (float) factor);
  }

  /** Whether the header says that samples of 24 bits stand in four bytes each. */
  boolean announcesFourBytesFor24Bits() {
    return codec == PCM && bytesPerSample() == 3 && frameBytes == channels * Integer.BYTES;
  }

  /** The same with 32 bits, of which the lowest are 0. */
  WavFormat in32Bits() {
    return new WavFormat(codec, channels, announcedRate, frameBytes, Integer.SIZE, order, 1);
  }

  /** The sample at a byte position, full scale at [-1, 1]; narrower PCM is left-justified. */
  float sample(ByteBuffer bytes, int at) {
    if (codec == IEEE_FLOAT) {
      return gain * (bits == 32 ? bytes.getFloat(at) : (float) bytes.getDouble(at));
    }
    return switch (bytesPerSample()) {
      case 1 -> (Byte.toUnsignedInt(bytes.get(at)) - 128) * 0x1p-7f;
      case 2 -> bytes.getShort(at) * 0x1p-15f;
      case 3 -> int24(bytes, at) * 0x1p-23f;
      default -> bytes.getInt(at) * 0x1p-31f;
    };
  }

  private static int int24(ByteBuffer bytes, int at) {
    int middle = Byte.toUnsignedInt(bytes.get(at + 1)) << 8;
    return bytes.order() == ByteOrder.LITTLE_ENDIAN
        ? bytes.get(at + 2) << 16 | middle | Byte.toUnsignedInt(bytes.get(at))
        : bytes.get(at) << 16 | middle | Byte.toUnsignedInt(bytes.get(at + 2));
  }
}
