package org.emoglot.audio;

import java.util.Arrays;

/**
 * Makes clips alike in what is not speech: the silence before and after it, and its level.
 *
 * <p>The level of a frame of 20 ms is its power about its mean, so that an offset of the microphone
 * counts for nothing. The loud speech of a clip is the 95th percentile of its frames. What is more
 * than 30 dB below it at either end is silence: between syllables speech falls by some 20 dB, and a
 * room is 40 dB below it or more. The rest is brought to -26 dB of full scale (root mean square),
 * the usual level of speech (ITU-T P.56 and P.830).
 */
final class SpeechLevel {

  private static final double FRAME_SECONDS = 0.02;
  private static final double LOUD_SHARE = 0.95;
  private static final double SILENCE_RATIO = 1e-3; // of power: 30 dB
  private static final double TARGET_POWER = Math.pow(10, -2.6); // of full scale: -26 dB

  private SpeechLevel() {}

  /** A clip without any sound stays as it is. */
  static Waveform trimmedAndLevelled(Waveform clip) {
    float[] samples = clip.samples();
    int frame = Math.max(1, (int) Math.round(clip.sampleRate() * FRAME_SECONDS));
    double[] powers = new double[(samples.length + frame - 1) / frame];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = power(samples, i * frame, Math.min(samples.length, (i + 1) * frame));
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
    int from = first * frame;
    int to = Math.min(samples.length, (last + 1) * frame);
    float gain = (float) Math.sqrt(TARGET_POWER / power(samples, from, to));
    float[] levelled = Arrays.copyOfRange(samples, from, to);
    for (int i = 0; i < levelled.length; i++) {
      levelled[i] *= gain;
    }
    return new Waveform(levelled, clip.sampleRate());
  }

  private static double loud(double[] powers) {
    double[] sorted = powers.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[(int) (LOUD_SHARE * (sorted.length - 1))];
  }

  /** The power of samples about their mean; 0 or more. */
  static double power(float[] samples, int from, int to) {
    double sum = 0;
    double squares = 0;
    for (int i = from; i < to; i++) {
      sum += samples[i];
      squares += (double) samples[i] * samples[i];
    }
    double mean = sum / (to - from);
    return Math.max(0, squares / (to - from) - mean * mean);
  }
}
