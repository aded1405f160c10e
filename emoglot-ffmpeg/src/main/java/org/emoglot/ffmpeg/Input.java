package org.emoglot.ffmpeg;

import java.io.IOException;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;

/** What a container is read from. */
interface Input extends AutoCloseable {

  /** What messages call it. */
  String name();

  /** The byte at which the container begins; FFmpeg's offsets are relative to it. */
  long start();

  /** How many bytes there are; of what still arrives, so far. */
  long size() throws IOException;

  /** Whether it still arrives, so that what decodes is wanted at once. */
  boolean isLive();

  /**
   * Lets a context read it; to be called once.
   *
   * @param deadline a {@link System#nanoTime} at which reading stops, and which may be moved
   * @return the name by which FFmpeg opens it
   * @throws IOException if it cannot be opened
   */
  BytePointer open(AVFormatContext context, LongPointer deadline) throws IOException;

  @Override
  void close() throws IOException;
}
