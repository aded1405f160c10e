package org.emoglot.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBL;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_U8;
import static org.bytedeco.ffmpeg.global.avutil.av_get_bytes_per_sample;
import static org.bytedeco.ffmpeg.global.avutil.av_get_packed_sample_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_sample_fmt_is_planar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioClip;

/**
 * Collects frames as floats. It grows with what was decoded; every frame must have the first one's
 * rate and channels.
 */
final class SampleSink {

  private float[][] channels = new float[0][];
  private int frames;
  private int sampleRate;

  /** Samples per channel that it holds. */
  int frames() {
    return frames;
  }

  /** The first frame's rate; 0 before it. */
  int sampleRate() {
    return sampleRate;
  }

  /** The first frame's channels; 0 before it. */
  int channels() {
    return channels.length;
  }

  /** The first so many of the frames, which it then forgets. */
  float[][] take(int count) {
    float[][] taken = new float[channels.length][];
    for (int c = 0; c < channels.length; c++) {
      taken[c] = Arrays.copyOf(channels[c], count);
      System.arraycopy(channels[c], count, channels[c], 0, frames - count);
    }
    frames -= count;
    return taken;
  }

  /** Everything but the last {@code padding} frames; to be called once. */
  AudioClip toClip(int padding) {
    float[][] trimmed = new float[channels.length][];
    for (int c = 0; c < channels.length; c++) {
      trimmed[c] = Arrays.copyOf(channels[c], frames - padding);
      channels[c] = new float[0];
    }
    return new AudioClip(trimmed, sampleRate);
  }

  /**
   * Adds one frame.
   *
   * @param refused makes the exception from what was expected and what was found
   */
  void add(AVFrame frame, BiFunction<String, String, InvalidInputException> refused) {
    int added = frame.nb_samples();
    int width = frame.ch_layout().nb_channels();
    if (channels.length == 0) {
      start(frame.sample_rate(), width, refused);
    }
    if (frame.sample_rate() != sampleRate || width != channels.length) {
      throw refused.apply(
          "%d channels at %d Hz throughout".formatted(channels.length, sampleRate),
          "%d channels at %d Hz".formatted(width, frame.sample_rate()));
    }
    if ((long) (frames + added) * width > AudioClip.MAX_SAMPLES) {
      throw refused.apply("at most %d samples".formatted(AudioClip.MAX_SAMPLES), "more");
    }
    int format = frame.format();
    int packed = av_get_packed_sample_fmt(format);
    boolean planar = av_sample_fmt_is_planar(format) != 0;
    int bytes = av_get_bytes_per_sample(format);
    for (int c = 0; c < width; c++) {
      if (channels[c].length < frames + added) {
        channels[c] = Arrays.copyOf(channels[c], Math.max(frames + added, 2 * channels[c].length));
      }
      int plane = planar ? c : 0;
      int step = planar ? 1 : width;
      long size = (long) added * step * bytes;
      ByteBuffer source =
          frame.extended_data(plane).capacity(size).asByteBuffer().order(ByteOrder.nativeOrder());
      copy(source, packed, planar ? 0 : c, step, channels[c], frames, added, refused);
    }
    frames += added;
  }

  private void start(
      int rate, int width, BiFunction<String, String, InvalidInputException> refused) {
    if (rate < AudioClip.MIN_SAMPLE_RATE || rate > AudioClip.MAX_SAMPLE_RATE) {
      throw refused.apply(
          "a sample rate of %d to %d Hz"
              .formatted(AudioClip.MIN_SAMPLE_RATE, AudioClip.MAX_SAMPLE_RATE),
          "%d Hz".formatted(rate));
    }
    if (width < 1 || width > AudioClip.MAX_CHANNELS) {
      throw refused.apply(
          "1 to %d channels".formatted(AudioClip.MAX_CHANNELS), Integer.toString(width));
    }
    sampleRate = rate;
    channels = new float[width][0];
  }

  /** Copies every {@code step}-th sample from {@code first} on; integers are scaled to [-1, 1). */
  private static void copy(
      ByteBuffer source,
      int format,
      int first,
      int step,
      float[] target,
      int at,
      int count,
      BiFunction<String, String, InvalidInputException> refused) {
    for (int i = 0; i < count; i++) {
      int index = first + i * step;
      if (format == AV_SAMPLE_FMT_FLT) {
        target[at + i] = source.getFloat(4 * index);
      } else if (format == AV_SAMPLE_FMT_S16) {
        target[at + i] = source.getShort(2 * index) * 0x1p-15f;
      } else if (format == AV_SAMPLE_FMT_S32) {
        target[at + i] = source.getInt(4 * index) * 0x1p-31f;
      } else if (format == AV_SAMPLE_FMT_U8) {
        target[at + i] = (Byte.toUnsignedInt(source.get(index)) - 128) * 0x1p-7f;
      } else if (format == AV_SAMPLE_FMT_DBL) {
        target[at + i] = (float) source.getDouble(8 * index);
      } else {
        throw refused.apply("samples of a known kind", "kind %d".formatted(format));
      }
    }
  }
}
