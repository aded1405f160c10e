package org.emoglot.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG2_SKIP_MANUAL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.emoglot.audio.AudioClip;

/** One encoder and its decoder, and the native memory that they take. */
final class RoundTrip implements AutoCloseable {

  private final Encoding encoding;
  private final AVCodecContext encoder;
  private final AVCodecContext decoder;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame sent = av_frame_alloc();
  private final AVFrame received = av_frame_alloc();
  private final SampleSink sink = new SampleSink();

  /**
   * @param bitsPerSecond one of the encoding's rates
   */
  RoundTrip(Encoding encoding, int bitsPerSecond) {
    this.encoding = encoding;
    AVCodec code = found(avcodec_find_encoder_by_name(encoding.encoder()), encoding.encoder());
    AVCodec decode = found(avcodec_find_decoder_by_name(encoding.decoder()), encoding.decoder());
    encoder = avcodec_alloc_context3(code);
    decoder = avcodec_alloc_context3(decode);
    openEncoder(code, bitsPerSecond);
    openDecoder(decode);
  }

  private static AVCodec found(AVCodec codec, String name) {
    if (codec == null || codec.isNull()) {
      throw new IllegalStateException("This build of FFmpeg has no codec " + name);
    }
    return codec;
  }

  private void openEncoder(AVCodec code, int bitsPerSecond) {
    encoder
        .sample_rate(encoding.sampleRate())
        .sample_fmt(encoding.sampleFormat())
        .bit_rate(bitsPerSecond)
        .thread_count(1);
    encoder.time_base().num(1).den(encoding.sampleRate());
    av_channel_layout_default(encoder.ch_layout(), 1);
    AVDictionary options = new AVDictionary();
    try {
      encoding.options().forEach((key, value) -> av_dict_set(options, key, value, 0));
      require(avcodec_open2(encoder, code, options), "open the encoder");
    } finally {
      av_dict_free(options);
    }
  }

  private void openDecoder(AVCodec decode) {
    AVCodecParameters parameters = avcodec_parameters_alloc();
    try {
      require(avcodec_parameters_from_context(parameters, encoder), "describe the encoder");
      require(avcodec_parameters_to_context(decoder, parameters), "describe the decoder");
    } finally {
      avcodec_parameters_free(parameters);
    }
    // Delays are taken off in one place, for all codecs alike, and not by the decoders of some.
    decoder.thread_count(1).flags2(decoder.flags2() | AV_CODEC_FLAG2_SKIP_MANUAL);
    require(avcodec_open2(decoder, decode, (AVDictionary) null), "open the decoder");
  }

  /**
   * Encodes and decodes; to be called once.
   *
   * @param samples mono, at the encoding's rate
   * @return at least as long, at the decoder's rate, without the delay
   */
  AudioClip run(float[] samples) {
    int frame = encoder.frame_size();
    int delay = encoding.delay().orElse(encoder.initial_padding());
    // Silence behind the clip pushes its end through the delays of encoder and decoder.
    long end = samples.length + delay + 2L * frame;
    for (long at = 0; at < end; at += frame) {
      send(samples, (int) Math.min(at, samples.length), frame, at);
    }
    require(avcodec_send_frame(encoder, null), "flush the encoder");
    takePackets();
    require(avcodec_send_packet(decoder, (AVPacket) null), "flush the decoder");
    takeFrames();
    AudioClip heard = sink.toClip(0);
    float[] mono = heard.channels()[0];
    int late = (int) ((long) delay * heard.sampleRate() / encoding.sampleRate());
    return new AudioClip(
        new float[][] {Arrays.copyOfRange(mono, Math.min(late, mono.length), mono.length)},
        heard.sampleRate());
  }

  private void send(float[] samples, int from, int count, long time) {
    sent.nb_samples(count);
    sent.format(encoding.sampleFormat());
    sent.sample_rate(encoding.sampleRate());
    sent.pts(time);
    av_channel_layout_default(sent.ch_layout(), 1);
    require(av_frame_get_buffer(sent, 0), "make a frame");
    boolean shorts = encoding.sampleFormat() == AV_SAMPLE_FMT_S16;
    int bytes = shorts ? Short.BYTES : Float.BYTES;
    ByteBuffer data =
        sent.data(0).capacity((long) count * bytes).asByteBuffer().order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      float value = from + i < samples.length ? samples[from + i] : 0;
      if (shorts) {
        data.putShort(
            2 * i, (short) Math.max(-32_768, Math.min(32_767, Math.round(value * 0x1p15f))));
      } else {
        data.putFloat(4 * i, value);
      }
    }
    require(avcodec_send_frame(encoder, sent), "encode");
    av_frame_unref(sent);
    takePackets();
  }

  private void takePackets() {
    int status = avcodec_receive_packet(encoder, packet);
    while (status >= 0) {
      require(avcodec_send_packet(decoder, packet), "decode");
      av_packet_unref(packet);
      takeFrames();
      status = avcodec_receive_packet(encoder, packet);
    }
    requireDone(status, "encode");
  }

  private void takeFrames() {
    int status = avcodec_receive_frame(decoder, received);
    while (status >= 0) {
      sink.add(
          received,
          (expected, found) -> {
            throw new IllegalStateException("Expected %s, found %s".formatted(expected, found));
          });
      av_frame_unref(received);
      status = avcodec_receive_frame(decoder, received);
    }
    requireDone(status, "decode");
  }

  private void requireDone(int status, String what) {
    if (status != AVERROR_EAGAIN() && status != AVERROR_EOF()) {
      require(status, what);
    }
  }

  private void require(int status, String what) {
    if (status < 0) {
      throw new IllegalStateException(
          "FFmpeg cannot %s (%s): %s".formatted(what, encoding.encoder(), Natives.message(status)));
    }
  }

  @Override
  public void close() {
    av_frame_free(sent);
    av_frame_free(received);
    av_packet_free(packet);
    avcodec_free_context(encoder);
    avcodec_free_context(decoder);
  }
}
