package org.emoglot.audio;

import java.util.Arrays;

/**
 * The speech of a clip at one level: a {@link Views view} that knows neither how near the
 * microphone was nor how long somebody waited before speaking.
 *
 * <p>Frames have 10 ms; their power is about their mean, so that an offset of the microphone counts
 * for nothing. What lies more than 35 dB below the 98th percentile of the smoothed power at either
 * end is cut off, but for 50 ms, which hold the soft beginning or end of a word. The mean power of
 * the frames within 30 dB of the 98th percentile is brought to -23 dB of full scale.
 *
 * <p>It is more careful at the ends than {@link SpeechLevel}, which must leave nothing of how a
 * corpus was cut, and pauses within a clip do not change its level.
 */
public final class ActiveSpeech {

  /** Frames whose power is measured. */
  public static final int FRAMES_PER_SECOND = 100;

  /** The percentile of the powers that stands for loud speech. */
  public static final double LOUD_SHARE = 0.98;

  /** Of the power of loud speech: below it the ends of a clip are cut off. */
  public static final double SILENCE_RATIO = Math.pow(10, -3.5); // of power: 35 dB

  /** Of the power of loud speech: frames above it have the level of the clip. */
  public static final double ACTIVE_RATIO = 1e-3; // 30 dB

  /** The mean power of active frames afterwards. */
  public static final double TARGET_POWER = Math.pow(10, -2.3); // of full scale: -23 dB

  /** Frames kept at both ends. */
  public static final int MARGIN = 5;

  /** Frames of a clip that may be cut. */
  public static final int FEWEST_FRAMES = 10;

  private ActiveSpeech() {}

  /** A clip without any sound stays as it is. */
  static Waveform of(Waveform clip) {
    return levelled(trimmed(clip));
  }

  private static Waveform trimmed(Waveform clip) {
    double[] powers = smoothed(powers(clip));
    if (powers.length < FEWEST_FRAMES) {
      return clip;
    }
    double silence = SILENCE_RATIO * loud(powers);
    int first = 0;
    int last = powers.length - 1;
    while (first <= last && powers[first] <= silence) {
      first++;
    }
    while (last > first && powers[last] <= silence) {
      last--;
    }
    if (first > last) {
      return clip;
    }
    int frame = frame(clip);
    int from = Math.max(0, first - MARGIN) * frame;
    int to = Math.min(clip.samples().length, (last + 1 + MARGIN) * frame);
    return new Waveform(Arrays.copyOfRange(clip.samples(), from, to), clip.sampleRate());
  }

  private static Waveform levelled(Waveform clip) {
    double[] powers = powers(clip);
    double active = ACTIVE_RATIO * loud(powers);
    double mean = Arrays.stream(powers).filter(power -> power > active).average().orElse(0);
    if (mean == 0) {
      return clip;
    }
    float gain = (float) Math.sqrt(TARGET_POWER / mean);
    float[] samples = clip.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= gain;
    }
    return new Waveform(samples, clip.sampleRate());
  }

  private static int frame(Waveform clip) {
    return Math.max(1, clip.sampleRate() / FRAMES_PER_SECOND);
  }

  /** Of whole frames. */
  private static double[] powers(Waveform clip) {
    int frame = frame(clip);
    double[] powers = new double[clip.samples().length / frame];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = SpeechLevel.power(clip.samples(), i * frame, (i + 1) * frame);
    }
    return powers;
  }

  /** Each with its neighbours. */
  private static double[] smoothed(double[] powers) {
    double[] means = new double[powers.length];
    for (int i = 0; i < means.length; i++) {
      double before = i == 0 ? 0 : powers[i - 1];
      double after = i == means.length - 1 ? 0 : powers[i + 1];
      means[i] = (before + powers[i] + after) / 3;
    }
    return means;
  }

  private static double loud(double[] powers) {
    double[] sorted = powers.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[(int) Math.round(LOUD_SHARE * (sorted.length - 1))];
  }
}
