package org.emoglot.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FORCE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXTERNAL;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * What FFmpeg reads through Java, since it is no file of this system: FFmpeg opens only those by
 * itself.
 */
final class JavaInput implements AutoCloseable {

  /** Where its bytes come from. Offsets are those of the container. */
  interface Bytes {

    /**
     * Reads at least one byte at an offset.
     *
     * @return how many; not positive at the end
     */
    int read(ByteBuffer into, long offset) throws IOException;

    /**
     * How many there are; negative where they still arrive: then only what follows can be read, and
     * waiting for it takes no time from decoding.
     */
    long size() throws IOException;

    /** Gives back what it holds. */
    void close() throws IOException;
  }

  private static final int BUFFER_BYTES = 1 << 16;

  /** By the number that FFmpeg hands to the callbacks, of which there is one each. */
  private static final Map<Long, JavaInput> OPEN = new ConcurrentHashMap<>();

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Bytes bytes;
  private final LongPointer deadline;
  private final LongPointer number;
  private final AVIOContext context;
  private final boolean live;

  /** From the start of the container. */
  private long position;

  /**
   * @param bytes closed with this
   * @param deadline a {@link System#nanoTime} at which reading stops, and which may be moved
   */
  JavaInput(Bytes bytes, LongPointer deadline) throws IOException {
    this.bytes = bytes;
    this.deadline = deadline;
    this.live = bytes.size() < 0;
    this.number = new LongPointer(1).put(NUMBERS.incrementAndGet());
    OPEN.put(number.get(), this);
    this.context =
        avio_alloc_context(
            new BytePointer(av_malloc(BUFFER_BYTES)).capacity(BUFFER_BYTES),
            BUFFER_BYTES,
            0,
            number,
            Read.INSTANCE,
            null,
            live ? null : Seek.INSTANCE);
  }

  /** What FFmpeg reads from; closed with this. */
  AVIOContext context() {
    return context;
  }

  private int read(BytePointer into, int length) throws IOException {
    long asked = System.nanoTime();
    if (asked - deadline.get() > 0) {
      return AVERROR_EXIT();
    }
    int read = bytes.read(into.capacity(length).asByteBuffer(), position);
    if (live) {
      deadline.put(deadline.get() + System.nanoTime() - asked);
    }
    if (read <= 0) {
      return AVERROR_EOF();
    }
    position += read;
    return read;
  }

  private long seek(long offset, int whence) throws IOException {
    long size = bytes.size();
    switch (whence & ~AVSEEK_FORCE) {
      case AVSEEK_SIZE -> {
        return size;
      }
      case 0 -> position = offset;
      case 1 -> position += offset;
      case 2 -> position = size + offset;
      default -> {
        return AVERROR_EXTERNAL();
      }
    }
    return position;
  }

  @Override
  public void close() throws IOException {
    OPEN.remove(number.get());
    av_free(context.buffer()); // which FFmpeg may have replaced
    avio_context_free(context);
    number.close();
    bytes.close();
  }

  private static final class Read extends Read_packet_Pointer_BytePointer_int {

    static final Read INSTANCE = new Read();

    @Override
    public int call(Pointer number, BytePointer into, int length) {
      JavaInput input = OPEN.get(new LongPointer(number).get());
      try {
        return input == null ? AVERROR_EXTERNAL() : input.read(into, length);
      } catch (IOException | RuntimeException e) {
        return AVERROR_EXTERNAL(); // nothing may be thrown through native code
      }
    }
  }

  private static final class Seek extends Seek_Pointer_long_int {

    static final Seek INSTANCE = new Seek();

    @Override
    public long call(Pointer number, long offset, int whence) {
      JavaInput input = OPEN.get(new LongPointer(number).get());
      try {
        return input == null ? AVERROR_EXTERNAL() : input.seek(offset, whence);
      } catch (IOException | RuntimeException e) {
        return AVERROR_EXTERNAL();
      }
    }
  }
}
