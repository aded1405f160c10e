package org.emoglot.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.emoglot.InvalidInputException;

/**
 * Decodes WAV: PCM of 8 to 32 bits and IEEE float of 32 and 64 bits, plain or
 * WAVE_FORMAT_EXTENSIBLE, in RIFF, RIFX (big endian), RF64 and BW64 files.
 *
 * <p>Chunks may have any order, and chunks of odd size may lack their pad byte. A data chunk that
 * announces more than the file contains, or whose size was never filled in, gives the existing
 * part, with a warning. Channels and bits decide how long a frame is, whatever the header says of
 * it. Integers of b bits are divided by 2^(b-1), so 8, 16 and 24 bits are exact.
 *
 * <p>Source: IBM and Microsoft, "Multimedia programming interface and data specifications 1.0",
 * 1991; EBU Tech 3306 (RF64); ITU-R BS.2088 (BW64).
 */
public final class WavDecoder implements AudioDecoder {

  private static final int RIFF_HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;

  @Override
  public String formats() {
    return "WAV (PCM or float)";
  }

  /** WAV whose format chunk, as far as the head shows it, announces PCM or float. */
  @Override
  public boolean accepts(byte[] head) {
    return RiffHeader.parse(head).map(riff -> !foreignCodec(riff, head)).orElse(false);
  }

  private static boolean foreignCodec(RiffHeader riff, byte[] head) {
    ByteBuffer bytes = ByteBuffer.wrap(head).order(riff.order());
    long at = RIFF_HEADER_BYTES;
    while (at + CHUNK_HEADER_BYTES + WavFormat.MIN_BYTES <= head.length) {
      int id = RiffHeader.id(bytes, (int) at);
      long size = Integer.toUnsignedLong(bytes.getInt((int) at + 4));
      long content = at + CHUNK_HEADER_BYTES;
      if (id == RiffHeader.FMT) {
        int length = (int) Math.min(size, head.length - content);
        return length >= WavFormat.MIN_BYTES
            && !WavFormat.parse(bytes.slice((int) content, length).order(riff.order()))
                .hasKnownCodec();
      }
      at = content + size;
      if (size % 2 == 1 && at < head.length && WavLayout.isPad(head[(int) at])) {
        at++;
      }
    }
    return false;
  }

  @Override
  public AudioStream open(Path file) {
    FileChannel channel;
    try {
      channel = FileChannel.open(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    try {
      return new WavStream(channel, file, WavLayout.of(channel, file, AudioHead.of(file).start()));
    } catch (IOException | RuntimeException e) {
      closeAfter(e, channel);
      throw e instanceof IOException failed ? unreadable(file, failed) : (RuntimeException) e;
    }
  }

  private static void closeAfter(Exception failure, FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  static InvalidInputException unreadable(Path file, IOException e) {
    return new InvalidInputException(
        "Expected a readable WAV file at %s, but reading it failed: %s."
            .formatted(file, e.getMessage()),
        e);
  }

  static InvalidInputException refused(Path file, long offset, String expected, String found) {
    return new InvalidInputException(
        "Expected %s in %s at byte %d, found %s.".formatted(expected, file, offset, found));
  }
}
