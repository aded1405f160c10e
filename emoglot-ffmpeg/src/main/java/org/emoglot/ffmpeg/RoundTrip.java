package org.emoglot.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG2_SKIP_MANUAL;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.emoglot.audio.AudioClip;

/** One encoder and its decoder, and the native memory that they take. */
final class RoundTrip implements AutoCloseable {

  private final Encoding encoding;
  private final Encoder encoder;
  private final Decoder decoder = new Decoder();
  private final AVFrame sent = av_frame_alloc();
  private final SampleSink sink = new SampleSink();

  /**
   * @param bitsPerSecond one of the encoding's rates
   */
  RoundTrip(Encoding encoding, int bitsPerSecond) {
    this.encoding = encoding;
    encoder =
        new Encoder(
            encoding, found(avcodec_find_encoder_by_name(encoding.encoder()), encoding.encoder()));
    require(encoder.open(bitsPerSecond), "open the encoder");
    openDecoder();
  }

  private static AVCodec found(AVCodec codec, String name) {
    if (codec == null || codec.isNull()) {
      throw new IllegalStateException("This build of FFmpeg has no codec " + name);
    }
    return codec;
  }

  private void openDecoder() {
    AVCodecParameters parameters = avcodec_parameters_alloc();
    try {
      require(encoder.describe(parameters), "describe the encoder");
      // Delays are taken off in one place, for all codecs alike, and not by the decoders of some.
      require(
          decoder.open(
              found(avcodec_find_decoder_by_name(encoding.decoder()), encoding.decoder()),
              parameters,
              context -> context.flags2(context.flags2() | AV_CODEC_FLAG2_SKIP_MANUAL)),
          "open the decoder");
    } finally {
      avcodec_parameters_free(parameters);
    }
  }

  /**
   * Encodes and decodes; to be called once.
   *
   * @param samples mono, at the encoding's rate
   * @return at least as long, at the decoder's rate, without the delay
   */
  AudioClip run(float[] samples) {
    int frame = encoder.frameSize();
    int delay = encoder.delay();
    // Silence after the clip pushes its end through the delays of encoder and decoder.
    long end = samples.length + delay + 2L * frame;
    for (long at = 0; at < end; at += frame) {
      send(samples, (int) Math.min(at, samples.length), frame, at);
    }
    require(encoder.end(), "flush the encoder");
    takePackets();
    require(decoder.end(), "flush the decoder");
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
    require(encoder.send(sent), "encode");
    av_frame_unref(sent);
    takePackets();
  }

  private void takePackets() {
    require(encoder.receive(this::decode), "encode");
  }

  private void decode(AVPacket packet) {
    require(decoder.send(packet), "decode");
    takeFrames();
  }

  private void takeFrames() {
    require(
        decoder.receive(
            frame ->
                sink.add(
                    frame,
                    (expected, found) -> {
                      throw new IllegalStateException(
                          "Expected %s, found %s".formatted(expected, found));
                    })),
        "decode");
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
    encoder.close();
    decoder.close();
  }
}
