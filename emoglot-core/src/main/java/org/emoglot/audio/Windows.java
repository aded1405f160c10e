package org.emoglot.encoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.emoglot.audio.Waveform;

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
    int count = Math.max(1, (samples.length + SAMPLES - 1) / SAMPLES);
    if (count == 1) {
      return List.of(waveform);
    }
    List<Waveform> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = Math.toIntExact((long) samples.length * i / count);
      int to = Math.toIntExact((long) samples.length * (i + 1) / count);
      windows.add(new Waveform(Arrays.copyOfRange(samples, from, to), waveform.sampleRate()));
    }
    return windows;
  }
}
