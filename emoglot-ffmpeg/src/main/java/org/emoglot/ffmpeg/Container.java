package org.emoglot.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.emoglot.audio.AudioFormat;

/** A container with its packets, and its native memory. */
final class Container implements AutoCloseable {

  private final AVFormatContext context = avformat_alloc_context();

  /** None before one is chosen. */
  private AVStream audio = new AVStream((Pointer) null);

  private final Input input;

  /**
   * @param input closed with this
   */
  Container(Input input) {
    this.input = input;
  }

  /**
   * Opens it; to be called once.
   *
   * @param deadline a {@link System#nanoTime} at which reading stops, and which may be moved
   * @return a status of FFmpeg, below 0 if it has no sound header
   * @throws IOException if the input cannot be opened
   */
  int open(AudioFormat format, LongPointer deadline) throws IOException {
    context.interrupt_callback().callback(Natives.interruptAtDeadline()).opaque(deadline);
    AVDictionary options = new AVDictionary();
    try (BytePointer url = input.open(context, deadline)) {
      av_dict_set(options, "protocol_whitelist", "file,subfile", 0);
      av_dict_set(options, "codec_whitelist", Decoders.names(), 0);
      return avformat_open_input(context, url, av_find_input_format(Demuxers.of(format)), options);
    } finally {
      av_dict_free(options);
    }
  }

  /** Chooses the first of its streams that is audio, and says whether there is one. */
  boolean chooseAudio() {
    for (int i = 0; i < context.nb_streams(); i++) {
      if (context.streams(i).codecpar().codec_type() == AVMEDIA_TYPE_AUDIO) {
        audio = context.streams(i);
        return true;
      }
    }
    return false;
  }

  /** The stream that was chosen. */
  AVStream audio() {
    return audio;
  }

  /**
   * Reads the next packet of any stream.
   *
   * @return a status of FFmpeg, below 0 at the end and where nothing can be read
   */
  int read(AVPacket packet) {
    return av_read_frame(context, packet);
  }

  /** How long the container says that its audio is. */
  AnnouncedLength announcedLength() {
    return AnnouncedLength.of(context, audio);
  }

  @Override
  public void close() throws IOException {
    avformat_close_input(context);
    input.close();
  }
}
