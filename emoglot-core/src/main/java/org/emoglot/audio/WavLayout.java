package org.emoglot.audio;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.emoglot.InvalidInputException;

/**
 * What the chunks of a WAV file say, and what they should have said where they contradict the file.
 *
 * @param format how samples are written
 * @param start the first sample's byte offset
 * @param length bytes of samples in the file, at most those announced
 * @param warnings a sentence for everything that was read otherwise than announced
 */
record WavLayout(WavFormat format, long start, long length, List<String> warnings) {

  private static final int RIFF_HEADER_BYTES = 12;
  private static final int CHUNK_HEADER_BYTES = 8;

  /** Sizes from here on are what recorders and pipes write who do not know how long it will be. */
  private static final long LEAST_PLACEHOLDER = 0x7FFF_0000L;

  /** Frames that may be missing: some writers count a pad byte or a part of a frame. */
  private static final long MISSED_FRAMES = 1;

  /**
   * Reads the chunks.
   *
   * @param begin position of the RIFF header
   * @throws InvalidInputException if they tell of no samples that can be read
   */
  static WavLayout of(FileChannel channel, Path file, long begin) throws IOException {
    return new Walk(channel, file).from(begin);
  }

  private static final class Walk {
    private final FileChannel channel;
    private final Path file;
    private final long fileLength;
    private final List<String> warnings = new ArrayList<>();
    private Optional<WavFormat> format = Optional.empty();
    private long dataStart = -1;
    private long announced;
    private long rf64DataSize = RiffHeader.UNKNOWN_SIZE;

    Walk(FileChannel channel, Path file) throws IOException {
      this.channel = channel;
      this.file = file;
      this.fileLength = channel.size();
    }

    WavLayout from(long begin) throws IOException {
      RiffHeader riff =
          RiffHeader.parse(read(channel, begin, RIFF_HEADER_BYTES).array())
              .orElseThrow(
                  () -> WavDecoder.refused(file, begin, "a RIFF WAVE header", "something else"));
      long at = behindChunks(riff, begin + RIFF_HEADER_BYTES);
      if (!complete()) {
        at = behindChunks(riff, resynchronised(begin + RIFF_HEADER_BYTES, at));
      }
      if (!complete()) {
        throw WavDecoder.refused(
            file,
            at,
            format.isEmpty() ? "a WAV format chunk" : "a WAV data chunk",
            "none; record or copy the file again");
      }
      WavFormat decided = widened(format.get());
      decided
          .doubt()
          .ifPresent(doubt -> warn("Expected " + doubt, "it was read by channels and bits"));
      long length = dataLength(riff, decided);
      return new WavLayout(levelled(decided, length), dataStart, length, List.copyOf(warnings));
    }

    private boolean complete() {
      return format.isPresent() && dataStart >= 0;
    }

    /** Takes chunk after chunk until nothing more is wanted. */
    private long behindChunks(RiffHeader riff, long from) throws IOException {
      long at = from;
      while (at + CHUNK_HEADER_BYTES <= fileLength && !complete()) {
        at = behindChunk(riff, at);
      }
      return at;
    }

    /** Takes what is wanted from the chunk there; where the next one begins. */
    private long behindChunk(RiffHeader riff, long at) throws IOException {
      ByteBuffer header = read(channel, at, CHUNK_HEADER_BYTES).order(riff.order());
      int id = RiffHeader.id(header, 0);
      long size = Integer.toUnsignedLong(header.getInt(4));
      long content = at + CHUNK_HEADER_BYTES;
      long there = fileLength - content;
      if (id == RiffHeader.FMT && format.isEmpty()) {
        readFormat(riff, at, (int) Math.min(Math.min(size, there), WavFormat.EXTENSIBLE_BYTES));
      } else if (id == RiffHeader.DS64 && Math.min(size, there) >= 16) {
        long dataSize = read(channel, content, 16).order(riff.order()).getLong(8);
        rf64DataSize = dataSize < 0 ? rf64DataSize : dataSize;
      } else if (id == RiffHeader.DATA && dataStart < 0) {
        size = size == RiffHeader.UNKNOWN_SIZE ? rf64DataSize : size;
        dataStart = content;
        announced = size;
      }
      long next = size > there ? fileLength : content + size;
      if (size % 2 == 1 && next < fileLength && isPad(read(channel, next, 1).get(0))) {
        next++;
      }
      return complete() || startsChunk(next) ? next : resynchronised(content, next);
    }

    private void readFormat(RiffHeader riff, long at, int length) throws IOException {
      if (length < WavFormat.MIN_BYTES) {
        throw WavDecoder.refused(
            file, at, "a WAV format chunk of at least 16 bytes", "one of %d".formatted(length));
      }
      long content = at + CHUNK_HEADER_BYTES;
      WavFormat found = WavFormat.parse(read(channel, content, length).order(riff.order()));
      found.requireDecodable(file, content);
      format = Optional.of(found);
    }

    /** The missing chunk, after one whose size is wrong; else the next chunk. */
    private long resynchronised(long content, long next) throws IOException {
      byte[] bytes = AudioHead.read(channel, content, AudioDecoder.HEAD_BYTES);
      for (int i = 0; i + CHUNK_HEADER_BYTES <= bytes.length; i++) {
        boolean wanted =
            (format.isEmpty() && AudioFormat.has(bytes, i, "fmt "))
                || (dataStart < 0 && AudioFormat.has(bytes, i, "data"));
        if (wanted) {
          warn(
              "Expected a chunk at byte %d, found none there".formatted(next),
              "read the one at byte %d".formatted(content + i));
          return content + i;
        }
      }
      return next;
    }

    /**
     * Samples of 24 bits with frames announced as four bytes wide: an error of a program, or
     * correct. Every fourth byte tells, since packed ones would not agree in it.
     */
    private WavFormat widened(WavFormat found) throws IOException {
      if (!found.announcesFourBytesFor24Bits()) {
        return found;
      }
      byte[] bytes = AudioHead.read(channel, dataStart, AudioDecoder.HEAD_BYTES);
      boolean silent = true;
      boolean lowestIsZero = true;
      boolean highestIsSign = true;
      for (int i = 0; i + Integer.BYTES <= bytes.length; i += Integer.BYTES) {
        byte highest = bytes[i + 3];
        silent &= bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 0 && highest == 0;
        lowestIsZero &= bytes[i] == 0;
        highestIsSign &= highest == 0 || highest == -1;
      }
      if (!silent && highestIsSign && !lowestIsZero) {
        throw WavDecoder.refused(
            file,
            dataStart,
            "samples of 24 bits",
            "ones in the lower bytes of four; convert it to 16 bits");
      }
      return !silent && lowestIsZero ? found.in32Bits() : found;
    }

    private WavFormat levelled(WavFormat decided, long length) throws IOException {
      double gain = decided.isFloat() ? FloatLevel.gain(channel, decided, dataStart, length) : 1;
      if (gain == 1) {
        return decided;
      }
      warn(
          "Expected floats at the level of speech, found a level %.0f dB %s"
              .formatted(Math.abs(20 * Math.log10(gain)), gain > 1 ? "below" : "above"),
          "it was corrected");
      return decided.amplified(gain);
    }

    private long dataLength(RiffHeader riff, WavFormat decided) throws IOException {
      int frameBytes = decided.bytesPerFrame();
      long there = fileLength - dataStart;
      if (announced == 0 && there >= frameBytes && !areChunks(riff, dataStart)) {
        warn("Expected the length of the recording, found 0", "it was read to the end of the file");
        return there;
      }
      if (announced / frameBytes <= there / frameBytes + MISSED_FRAMES) {
        return Math.min(announced, there);
      }
      if (announced >= LEAST_PLACEHOLDER) {
        warn(
            "Expected the length of the recording, found %d, which means unknown"
                .formatted(announced),
            "it was read to the end of the file");
      } else {
        double rate = (double) frameBytes * decided.sampleRate();
        warn(
            "Expected %.2f s according to the header, found %.2f s"
                .formatted(announced / rate, there / rate),
            "the file is truncated, and the existing part was read");
      }
      return there;
    }

    /** Whether only whole chunks follow up to the end. */
    private boolean areChunks(RiffHeader riff, long from) throws IOException {
      long at = from;
      while (at + CHUNK_HEADER_BYTES <= fileLength) {
        if (!startsChunk(at)) {
          return false;
        }
        long size =
            Integer.toUnsignedLong(
                read(channel, at, CHUNK_HEADER_BYTES).order(riff.order()).getInt(4));
        at += CHUNK_HEADER_BYTES + size + size % 2;
      }
      return at <= fileLength + 1;
    }

    /** Whether the name of a chunk follows, or the file ends. */
    private boolean startsChunk(long at) throws IOException {
      byte[] name = AudioHead.read(channel, at, 4);
      for (byte letter : name) {
        if (isPad(letter)) {
          return false;
        }
      }
      return name.length == 4;
    }

    private void warn(String sentence, String consequence) {
      warnings.add("%s in %s; %s.".formatted(sentence, file, consequence));
    }
  }

  /** A pad byte should be 0; whatever cannot begin the next chunk's name counts as one. */
  static boolean isPad(byte b) {
    return b < ' ' || b > '~';
  }

  /** So many bytes; an {@link EOFException} where the file ends before. */
  static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("it ends at byte " + (position + buffer.position()));
      }
    }
    return buffer.flip();
  }
}
