package org.emoglot.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.emoglot.augment.Codec;

/**
 * How FFmpeg is asked for a codec.
 *
 * @param encoder FFmpeg's name
 * @param decoder FFmpeg's name
 * @param sampleRate of what the encoder takes, in Hz
 * @param sampleFormat of what the encoder takes
 * @param rates bits per second that it has, rising
 * @param delay of encoder and decoder together, in samples at that rate; empty if the encoder knows
 * @param options the encoder's own
 */
record Encoding(
    String encoder,
    String decoder,
    int sampleRate,
    int sampleFormat,
    List<Integer> rates,
    OptionalInt delay,
    Map<String, String> options) {

  /** Every whole kilobit from 6 to 64: it has any rate. */
  private static final Encoding OPUS =
      new Encoding(
          "libopus",
          "opus",
          16_000,
          AV_SAMPLE_FMT_FLT,
          thousands(IntStream.rangeClosed(6, 64).toArray()),
          OptionalInt.empty(),
          Map.of("application", "voip"));

  /** ISO/IEC 13818-3, the rates of layer III at 16 to 24 kHz. */
  private static final Encoding MP3 =
      new Encoding(
          "libmp3lame",
          "mp3float",
          16_000,
          AV_SAMPLE_FMT_FLTP,
          thousands(8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
          OptionalInt.empty(),
          Map.of());

  /** Its look-ahead is 5 ms (3GPP TS 26.090, 4.1); the encoder claims 50 samples. */
  private static final Encoding AMR_NB =
      new Encoding(
          "libopencore_amrnb",
          "amrnb",
          8_000,
          AV_SAMPLE_FMT_S16,
          List.of(4_750, 5_150, 5_900, 6_700, 7_400, 7_950, 10_200, 12_200),
          OptionalInt.of(40),
          Map.of());

  static Encoding of(Codec codec) {
    return switch (codec) {
      case OPUS -> OPUS;
      case MP3 -> MP3;
      case AMR_NB -> AMR_NB;
    };
  }

  int nearestRate(int bitsPerSecond) {
    return rates.stream()
        .min(Comparator.comparingInt(rate -> Math.abs(rate - bitsPerSecond)))
        .orElseThrow();
  }

  private static List<Integer> thousands(int... kilobits) {
    return Arrays.stream(kilobits).map(rate -> 1_000 * rate).boxed().toList();
  }
}
