package org.emoglot.audio;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.emoglot.InvalidInputException;

/**
 * Decodes WAV: PCM of 8 to 32 bits and IEEE float of 32 and 64 bits, plain or
 * WAVE_FORMAT_EXTENSIBLE, in RIFF, RIFX (big endian) and RF64 files.
 *
 * <p>Chunks may stand in any order, and chunks of odd size may lack their pad byte. A data chunk
 * that announces more than the file holds gives what is there. Integers of b bits are divided by
 * 2^(b-1), so 8, 16 and 24 bits are exact.
 *
 * <p>Source: IBM and Microsoft, "Multimedia programming interface and data specifications 1.0",
 * 1991; EBU Tech 3306 (RF64).
 */
public final class WavDecoder implements AudioDecoder {

  private static final int RIFF_HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int BUFFER_BYTES = 1 << 16;

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
      if (size % 2 == 1 && at < head.length && isPad(head[(int) at])) {
        at++;
      }
    }
    return false;
  }

  @Override
  public AudioClip decode(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return samples(channel, file, layout(channel, file));
    } catch (IOException e) {
      throw new InvalidInputException(
          "Expected a readable WAV file at %s, but reading it failed: %s."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * What the chunks say.
   *
   * @param start the first sample's byte offset
   * @param length bytes of samples in the file, at most those announced
   */
  private record Layout(WavFormat format, long start, long length) {}

  private static Layout layout(FileChannel channel, Path file) throws IOException {
    long fileLength = channel.size();
    RiffHeader riff =
        RiffHeader.parse(read(channel, 0, RIFF_HEADER_BYTES).array())
            .orElseThrow(() -> refused(file, 0, "a RIFF WAVE header", "something else"));
    Optional<WavFormat> format = Optional.empty();
    long dataStart = -1;
    long dataLength = 0;
    long rf64DataSize = RiffHeader.UNKNOWN_SIZE;
    long at = RIFF_HEADER_BYTES;
    while (at + CHUNK_HEADER_BYTES <= fileLength && (format.isEmpty() || dataStart < 0)) {
      ByteBuffer header = read(channel, at, CHUNK_HEADER_BYTES).order(riff.order());
      int id = RiffHeader.id(header, 0);
      long size = Integer.toUnsignedLong(header.getInt(4));
      long content = at + CHUNK_HEADER_BYTES;
      if (id == RiffHeader.FMT && format.isEmpty()) {
        int length =
            (int) Math.min(Math.min(size, fileLength - content), WavFormat.EXTENSIBLE_BYTES);
        if (length < WavFormat.MIN_BYTES) {
          throw refused(
              file, at, "a WAV format chunk of at least 16 bytes", "one of %d".formatted(length));
        }
        WavFormat found = WavFormat.parse(read(channel, content, length).order(riff.order()));
        found.requireDecodable(file, content);
        format = Optional.of(found);
      } else if (id == RiffHeader.DS64 && Math.min(size, fileLength - content) >= 16) {
        long announced = read(channel, content, 16).order(riff.order()).getLong(8);
        rf64DataSize = announced < 0 ? rf64DataSize : announced;
      } else if (id == RiffHeader.DATA && dataStart < 0) {
        size = size == RiffHeader.UNKNOWN_SIZE ? rf64DataSize : size;
        dataStart = content;
        dataLength = Math.min(size, fileLength - content);
      }
      at = size > fileLength - content ? fileLength : content + size;
      if (size % 2 == 1 && at < fileLength && isPad(read(channel, at, 1).get(0))) {
        at++;
      }
    }
    if (format.isEmpty() || dataStart < 0) {
      throw refused(
          file,
          at,
          format.isEmpty() ? "a WAV format chunk" : "a WAV data chunk",
          "none up to here; record or copy the file again");
    }
    return new Layout(format.get(), dataStart, dataLength);
  }

  private static AudioClip samples(FileChannel channel, Path file, Layout layout)
      throws IOException {
    WavFormat format = layout.format();
    long start = layout.start();
    int frameBytes = format.channels() * format.bytesPerSample();
    long frames = layout.length() / frameBytes;
    if (frames * format.channels() > AudioClip.MAX_SAMPLES) {
      throw refused(
          file,
          start,
          "at most %d samples".formatted(AudioClip.MAX_SAMPLES),
          "%d; cut the recording".formatted(frames * format.channels()));
    }
    float[][] channels = new float[format.channels()][(int) frames];
    int framesPerBlock = Math.max(1, BUFFER_BYTES / frameBytes);
    for (long done = 0; done < frames; done += framesPerBlock) {
      int block = (int) Math.min(framesPerBlock, frames - done);
      ByteBuffer bytes =
          read(channel, start + done * frameBytes, block * frameBytes).order(format.order());
      int sample = 0;
      for (int i = 0; i < block; i++) {
        for (float[] out : channels) {
          out[(int) done + i] = format.sample(bytes, sample);
          sample += format.bytesPerSample();
        }
      }
    }
    return new AudioClip(channels, format.sampleRate());
  }

  /** A pad byte should be 0; whatever cannot begin the next chunk's name counts as one. */
  private static boolean isPad(byte b) {
    return b < ' ' || b > '~';
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("it ends at byte " + (position + buffer.position()));
      }
    }
    return buffer.flip();
  }

  static InvalidInputException refused(Path file, long offset, String expected, String found) {
    return new InvalidInputException(
        "Expected %s in %s at byte %d, found %s.".formatted(expected, file, offset, found));
  }
}
