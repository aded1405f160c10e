package org.emoglot.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.emoglot.io.PathText;
import org.jspecify.annotations.Nullable;

/** A file. FFmpeg opens one of this system; one in an archive or on a server, Java does. */
final class FileInput implements Input {

  private final Path file;
  private final long start;

  /** Of a file that is not one of this system's. */
  private @Nullable JavaInput java;

  /**
   * @param start the byte at which the container begins
   */
  FileInput(Path file, long start) {
    this.file = file;
    this.start = start;
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public long size() throws IOException {
    return Files.size(file);
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public BytePointer open(AVFormatContext context, LongPointer deadline) throws IOException {
    if (file.getFileSystem().equals(FileSystems.getDefault())) {
      return url();
    }
    JavaInput opened = new JavaInput(new Channel(FileChannel.open(file), start), deadline);
    java = opened;
    context.pb(opened.context());
    return new BytePointer("");
  }

  /**
   * In the bytes of the file's name, which need not be text. Bytes before the container are hidden.
   */
  private BytePointer url() {
    String protocol = (start == 0 ? "" : "subfile,,start,%d,end,0,,:".formatted(start)) + "file:";
    byte[] prefix = protocol.getBytes(StandardCharsets.US_ASCII);
    byte[] path = PathText.systemBytes(file);
    byte[] url = Arrays.copyOf(prefix, prefix.length + path.length + 1); // ends with a zero
    System.arraycopy(path, 0, url, prefix.length, path.length);
    return new BytePointer(url);
  }

  @Override
  public void close() throws IOException {
    if (java != null) {
      java.close();
    }
  }

  /**
   * The bytes of a file from the container on.
   *
   * @param start the byte at which the container begins
   */
  private record Channel(FileChannel channel, long start) implements JavaInput.Bytes {

    @Override
    public int read(ByteBuffer into, long offset) throws IOException {
      return channel.read(into, start + offset);
    }

    @Override
    public long size() throws IOException {
      return channel.size() - start;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
