package org.emoglot.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where the audio of a file begins, and its first bytes. It skips tags before the audio, so the
 * content decides what a file is.
 *
 * @param start the first byte of the audio's own header
 * @param bytes from there on {@link AudioDecoder#HEAD_BYTES}, or all of a shorter file; not copied,
 *     not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // read once and handed on
public record AudioHead(long start, byte[] bytes) {

  /** Headers that are long enough to search for after unknown bytes. */
  private static final List<AudioFormat> SEARCHED =
      List.of(AudioFormat.WAV, AudioFormat.AIFF, AudioFormat.WAVE64, AudioFormat.WMA);

  /**
   * Searches for the audio of a file: after tags, and otherwise after at most {@link
   * AudioDecoder#HEAD_BYTES} other bytes.
   */
  public static AudioHead of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      AudioHead behindTags = behindTags(channel);
      if (behindTags.format().isPresent() || ForeignContent.of(behindTags.bytes()).isPresent()) {
        return behindTags;
      }
      AudioHead untagged =
          behindTags.start() == 0
              ? behindTags
              : new AudioHead(0, read(channel, 0, AudioDecoder.HEAD_BYTES));
      for (AudioHead head : List.of(behindTags, untagged)) {
        int at = search(head.bytes());
        if (at > 0) {
          long start = head.start() + at;
          return new AudioHead(start, read(channel, start, AudioDecoder.HEAD_BYTES));
        }
      }
      return behindTags;
    }
  }

  /** The first bytes after tags. */
  public static AudioHead behindTags(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return behindTags(channel);
    }
  }

  private static AudioHead behindTags(FileChannel channel) throws IOException {
    long start = LeadingTags.end(channel);
    return new AudioHead(start, read(channel, start, AudioDecoder.HEAD_BYTES));
  }

  /** What the audio is written in, if it is known. */
  public Optional<AudioFormat> format() {
    return AudioFormat.of(bytes);
  }

  private static int search(byte[] bytes) {
    for (int at = 1; at < bytes.length; at++) {
      byte first = bytes[at];
      if (first == 'R' || first == 'F' || first == 'r' || first == '0') {
        byte[] rest = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 16));
        if (SEARCHED.stream().anyMatch(format -> format.begins(rest))) {
          return at;
        }
      }
    }
    return MpegFrame.search(bytes);
  }

  /** At most so many bytes from a position on; fewer where the file ends. */
  static byte[] read(FileChannel channel, long position, int length) throws IOException {
    long there = Math.max(0, Math.min(length, channel.size() - position));
    ByteBuffer buffer = ByteBuffer.allocate((int) there);
    while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
      // goes on
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
