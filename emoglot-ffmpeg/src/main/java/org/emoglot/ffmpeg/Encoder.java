package org.emoglot.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Makes packets of mono frames; a status is FFmpeg's own, below 0 where something failed. */
final class Encoder implements AutoCloseable {

  private final Encoding encoding;
  private final AVCodec codec;
  private final AVCodecContext context;
  private final AVPacket packet = av_packet_alloc();

  Encoder(Encoding encoding, AVCodec codec) {
    this.encoding = encoding;
    this.codec = codec;
    context = avcodec_alloc_context3(codec).thread_count(1);
  }

  /** Opens it; to be called once. */
  int open(int bitsPerSecond) {
    context
        .sample_rate(encoding.sampleRate())
        .sample_fmt(encoding.sampleFormat())
        .bit_rate(bitsPerSecond);
    context.time_base().num(1).den(encoding.sampleRate());
    av_channel_layout_default(context.ch_layout(), 1);
    AVDictionary options = new AVDictionary();
    try {
      encoding.options().forEach((key, value) -> av_dict_set(options, key, value, 0));
      return avcodec_open2(context, codec, options);
    } finally {
      av_dict_free(options);
    }
  }

  /** Describes its output, for a decoder. */
  int describe(AVCodecParameters parameters) {
    return avcodec_parameters_from_context(parameters, context);
  }

  /** Samples that it takes at once. */
  int frameSize() {
    return context.frame_size();
  }

  /** The delay of its output, in samples. */
  int delay() {
    return encoding.delay().orElse(context.initial_padding());
  }

  int send(AVFrame frame) {
    return avcodec_send_frame(context, frame);
  }

  /** Says that no frame follows. */
  int end() {
    return avcodec_send_frame(context, null);
  }

  /**
   * Takes the packets that are ready.
   *
   * @param each is given each, which holds until it returns
   * @return 0, or what failed
   */
  int receive(Consumer<AVPacket> each) {
    int status = avcodec_receive_packet(context, packet);
    while (status >= 0) {
      each.accept(packet);
      av_packet_unref(packet);
      status = avcodec_receive_packet(context, packet);
    }
    return status == AVERROR_EAGAIN() || status == AVERROR_EOF() ? 0 : status;
  }

  @Override
  public void close() {
    av_packet_free(packet);
    avcodec_free_context(context);
  }
}
