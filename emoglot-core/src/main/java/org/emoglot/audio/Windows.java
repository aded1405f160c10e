package org.emoglot.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts long recordings. Attention takes memory with the square of the length, so every recording is
 * split into windows of equal length, each at most {@value #SECONDS} s; only a longer one is cut.
 */
public final class Windows {

  /** Length of the longest window. */
  public static final int SECONDS = 30;

  private static final int SAMPLES = SECONDS * Waveform.MODEL_SAMPLE_RATE;

  private Windows() {}

  /** The windows of audio at 16 kHz, in order and without overlap. */
  public static List<Waveform> of(Waveform waveform) {
    float[] samples = waveform.samples();
    int count = count(samples.length);
    if (count == 1) {
      return List.of(waveform);
    }
    List<Waveform> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) start(samples.length, i);
      int to = (int) start(samples.length, i + 1);
      windows.add(new Waveform(Arrays.copyOfRange(samples, from, to), waveform.sampleRate()));
    }
    return windows;
  }

  /** How many windows a recording of so many samples has, at least 1. */
  static int count(long samples) {
    return Math.toIntExact(Math.max(1, (samples + SAMPLES - 1) / SAMPLES));
  }

  /** The first sample of a window, which the one before ends at. */
  static long start(long samples, int window) {
    return samples * window / count(samples);
  }
}
