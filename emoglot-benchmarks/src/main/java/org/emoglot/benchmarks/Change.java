package org.emoglot.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.emoglot.audio.Resampler;
import org.emoglot.audio.Waveform;
import org.emoglot.augment.Codec;
import org.emoglot.augment.Transmission;

/**
 * What a copy of a clip may have gone through.
 *
 * @param name for tables
 * @param samples from those at 16 kHz to those at 16 kHz
 */
record Change(String name, UnaryOperator<float[]> samples) {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  /** All that are measured. */
  static List<Change> all() {
    return List.of(
        new Change("one LSB of one sample", x -> lsb(x)),
        new Change("gain 0.99", x -> gain(x, 0.99f)),
        new Change("gain 0.05", x -> gain(x, 0.05f)),
        new Change("polarity", x -> gain(x, -1)),
        new Change("a zero appended", x -> Arrays.copyOf(x, x.length + 1)),
        new Change(
            "stored at 48 kHz",
            x -> new Resampler(48_000, RATE).apply(rounded(new Resampler(RATE, 48_000).apply(x)))),
        new Change(
            "stored at 8 kHz",
            x -> new Resampler(8_000, RATE).apply(rounded(new Resampler(RATE, 8_000).apply(x)))),
        new Change("10 ms cut off", x -> from(x, RATE / 100)),
        new Change("8 ms cut off (the worst offset)", x -> from(x, RATE / 125)),
        new Change("cut to the middle half", x -> middle(x, x.length / 2)),
        new Change("cut to 1 s", x -> middle(x, RATE)),
        new Change("cut to 0.5 s", x -> middle(x, RATE / 2)),
        new Change("Opus, 24 kbit/s", x -> sent(x, Codec.OPUS, 24_000)),
        new Change("Opus, 12 kbit/s", x -> sent(x, Codec.OPUS, 12_000)),
        new Change("MP3, 32 kbit/s", x -> sent(x, Codec.MP3, 32_000)),
        new Change("AMR, 12.2 kbit/s", x -> sent(x, Codec.AMR_NB, 12_200)),
        new Change("noise at 30 dB", x -> noisy(x, 30)),
        new Change("noise at 20 dB", x -> noisy(x, 20)),
        new Change("1 % faster", x -> new Resampler(101, 100).apply(x)),
        new Change("1 % slower", x -> new Resampler(99, 100).apply(x)),
        new Change("3 % faster", x -> new Resampler(103, 100).apply(x)),
        new Change(
            "10 ms cut off, 1 % faster, Opus",
            x -> sent(new Resampler(101, 100).apply(from(x, RATE / 100)), Codec.OPUS, 24_000)));
  }

  Waveform apply(Waveform clip) {
    return new Waveform(samples.apply(clip.samples()), RATE);
  }

  private static float[] lsb(float[] x) {
    float[] changed = x.clone();
    changed[x.length / 2] += 0x1p-15f;
    return changed;
  }

  private static float[] gain(float[] x, float factor) {
    float[] changed = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      changed[i] = factor * x[i];
    }
    return rounded(changed);
  }

  /** To 16 bits. */
  private static float[] rounded(float[] x) {
    float[] rounded = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      rounded[i] = Math.round(Math.max(-1, Math.min(1, x[i])) * 32_767) / 32_767f;
    }
    return rounded;
  }

  private static float[] from(float[] x, int start) {
    return Arrays.copyOfRange(x, Math.min(start, x.length), x.length);
  }

  private static float[] middle(float[] x, int length) {
    int start = Math.max(0, (x.length - length) / 2);
    return Arrays.copyOfRange(x, start, Math.min(x.length, start + length));
  }

  private static float[] sent(float[] x, Codec codec, int bitsPerSecond) {
    return Transmission.installed().apply(new Waveform(x, RATE), codec, bitsPerSecond).samples();
  }

  /** White, so many decibels below the clip's mean power. */
  private static float[] noisy(float[] x, double decibels) {
    double power = 0;
    for (float sample : x) {
      power += sample * sample;
    }
    double deviation = Math.sqrt(power / x.length) * Math.pow(10, -decibels / 20);
    Random random = new Random(x.length);
    float[] noisy = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      noisy[i] = (float) (x[i] + deviation * random.nextGaussian());
    }
    return noisy;
  }
}
