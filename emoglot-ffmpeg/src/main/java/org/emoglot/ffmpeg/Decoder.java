package org.emoglot.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Pointer;

/** Makes frames of packets; a status is FFmpeg's own, below 0 where something failed. */
final class Decoder implements AutoCloseable {

  private final AVFrame frame = av_frame_alloc();

  /** None before it is open. */
  private AVCodecContext context = new AVCodecContext((Pointer) null);

  /**
   * Opens it; to be called once.
   *
   * @param stream to decode
   * @param setting further settings
   */
  int open(AVCodec codec, AVCodecParameters stream, Consumer<AVCodecContext> setting) {
    context = avcodec_alloc_context3(codec).thread_count(1);
    int status = avcodec_parameters_to_context(context, stream);
    setting.accept(context);
    return status < 0 ? status : avcodec_open2(context, codec, (AVDictionary) null);
  }

  /** Whether it does no more than to copy samples. */
  boolean copies() {
    return context.codec().name().getString().startsWith("pcm_");
  }

  /** Whether times are in samples of a frame of this rate. */
  boolean countsSamplesOf(int sampleRate) {
    return context.pkt_timebase().num() == 1 && context.pkt_timebase().den() == sampleRate;
  }

  int send(AVPacket packet) {
    return avcodec_send_packet(context, packet);
  }

  /** Says that no packet follows. */
  int end() {
    return avcodec_send_packet(context, (AVPacket) null);
  }

  /**
   * Takes the frames that are ready.
   *
   * @param each is given each, which holds until it returns
   * @return 0, or what failed
   */
  int receive(Consumer<AVFrame> each) {
    int status = avcodec_receive_frame(context, frame);
    while (status >= 0) {
      each.accept(frame);
      av_frame_unref(frame);
      status = avcodec_receive_frame(context, frame);
    }
    return status == AVERROR_EAGAIN() || status == AVERROR_EOF() ? 0 : status;
  }

  @Override
  public void close() {
    avcodec_free_context(context); // does nothing without one
    av_frame_free(frame);
  }
}
