package org.emoglot.augment;

import org.emoglot.audio.Waveform;

/**
 * Slower or faster speech of the same pitch: waveform-similarity overlap-add (WSOLA), W. Verhelst
 * and M. Roelands, ICASSP 1993. Windows of the clip are added at another distance from each other
 * than they were cut, each shifted a little to where it continues its predecessor best.
 */
final class TimeStretch {

  private static final double WINDOW_SECONDS = 0.04; // a few periods of the lowest voices
  private static final double SEARCH_SECONDS = 0.008; // half a period of 62 Hz

  /** The clip with silence around it, as far as windows reach. */
  private final float[] padded;

  private final int margin;
  private final int hop;
  private final int search;

  private TimeStretch(Waveform waveform) {
    hop = 2 * (int) Math.round(WINDOW_SECONDS * waveform.sampleRate() / 4);
    search = (int) Math.round(SEARCH_SECONDS * waveform.sampleRate());
    margin = 4 * hop + 2 * search;
    padded = new float[waveform.samples().length + 2 * margin];
    System.arraycopy(waveform.samples(), 0, padded, margin, waveform.samples().length);
  }

  /**
   * The waveform, longer or shorter.
   *
   * @param factor by which it becomes longer, in [0.5, 2]
   */
  static Waveform apply(Waveform waveform, double factor) {
    if (!(factor >= 0.5 && factor <= 2)) {
      throw new IllegalArgumentException("The factor must be in [0.5, 2]: " + factor);
    }
    int length = (int) Math.round(waveform.samples().length * factor);
    return new Waveform(new TimeStretch(waveform).stretch(length, factor), waveform.sampleRate());
  }

  private float[] stretch(int length, double factor) {
    float[] out = new float[length];
    int cut = margin; // the centre of a window in the clip
    for (int centre = 0; centre < length + hop; centre += hop) {
      if (centre > 0) {
        cut = closest(margin + (int) Math.round(centre / factor), cut + hop);
      }
      int end = Math.min(hop, length - centre);
      for (int i = Math.max(-hop, -centre); i < end; i++) {
        double weight = 0.5 + 0.5 * Math.cos(Math.PI * i / hop); // neighbours add up to 1
        out[centre + i] += (float) (weight * padded[cut + i]);
      }
    }
    return out;
  }

  /** Near {@code wanted}, the centre of what most resembles the samples about {@code natural}. */
  private int closest(int wanted, int natural) {
    int best = wanted;
    double highest = 0;
    double power = product(wanted - search, wanted - search);
    for (int candidate = wanted - search; candidate <= wanted + search; candidate++) {
      double similarity = product(candidate, natural) / Math.sqrt(Math.max(power, 1e-9));
      if (similarity > highest) {
        highest = similarity;
        best = candidate;
      }
      float leaves = padded[candidate - hop];
      float enters = padded[candidate + hop];
      power += (double) enters * enters - (double) leaves * leaves;
    }
    return best;
  }

  /** The scalar product of two windows; four sums hide latency. */
  private double product(int centre, int other) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    for (int i = -hop; i < hop; i += 4) { // hop is even
      a += padded[centre + i] * padded[other + i];
      b += padded[centre + i + 1] * padded[other + i + 1];
      c += padded[centre + i + 2] * padded[other + i + 2];
      d += padded[centre + i + 3] * padded[other + i + 3];
    }
    return a + b + (c + d);
  }
}
