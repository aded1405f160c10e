package org.emoglot.acoustic;

import java.util.Arrays;
import org.emoglot.audio.Waveform;

/**
 * Pitch and voicing of the frames of {@link MelSpectrum}: the peak of the autocorrelation over that
 * of the window (Boersma 1993, <i>Accurate short-term analysis of the fundamental frequency</i>),
 * from 70 to 500 Hz.
 *
 * @param logHertz log of the pitch in Hz, a median of five frames; some pitch even where none is
 * @param voicing the autocorrelation at the peak, from 0 to 1
 */
record PitchTrack(double[] logHertz, double[] voicing) {

  private static final int WINDOW = Waveform.MODEL_SAMPLE_RATE / 25; // 40 ms
  private static final int BEFORE = (WINDOW - MelSpectrum.FRAME_SAMPLES) / 2;
  private static final Fourier FOURIER = new Fourier(1024);
  private static final int SHORTEST_LAG = Waveform.MODEL_SAMPLE_RATE / 500;
  private static final int LONGEST_LAG = Waveform.MODEL_SAMPLE_RATE / 70;

  /** By which a longer lag must be better, or an octave below would be as good. */
  private static final double COST_OF_A_SAMPLE = 0.0005;

  private static final double POWER_FLOOR = 1e-3;
  private static final double STRAIGHT = 1e-9;
  private static final int MEDIAN_REACH = 2;
  private static final double[] HANN = Spectra.hann(WINDOW);
  private static final double[] OF_WINDOW = autocorrelation(HANN, 1);

  /** Of a clip at 16 kHz in [-1, 1] that has at least one frame. */
  static PitchTrack of(float[] samples) {
    int count = MelSpectrum.frames(samples.length);
    double[] windows = new double[count * WINDOW];
    for (int frame = 0; frame < count; frame++) {
      cutWindow(samples, frame * MelSpectrum.HOP_SAMPLES - BEFORE, windows, frame * WINDOW);
    }
    double[] correlations = autocorrelation(windows, count);
    double[] logHertz = new double[count];
    double[] voicing = new double[count];
    int lags = LONGEST_LAG + 2;
    for (int frame = 0; frame < count; frame++) {
      double[] r = Arrays.copyOfRange(correlations, frame * lags, (frame + 1) * lags);
      double power = r[0] + POWER_FLOOR;
      for (int lag = 0; lag < lags; lag++) {
        r[lag] /= power * (OF_WINDOW[lag] / OF_WINDOW[0]);
      }
      int best = bestLag(r);
      logHertz[frame] = Math.log(Waveform.MODEL_SAMPLE_RATE / (best + vertex(r, best)));
      voicing[frame] = Math.min(1, Math.max(0, r[best]));
    }
    return new PitchTrack(Series.medians(logHertz, MEDIAN_REACH), voicing);
  }

  /** Removes the mean and applies the window; outside the clip there is silence. */
  private static void cutWindow(float[] samples, int start, double[] out, int offset) {
    double mean = 0;
    for (int i = 0; i < WINDOW; i++) {
      int at = start + i;
      out[offset + i] = at < 0 || at >= samples.length ? 0 : samples[at] * MelSpectrum.SAMPLE_SCALE;
      mean += out[offset + i];
    }
    mean /= WINDOW;
    for (int i = 0; i < WINDOW; i++) {
      out[offset + i] = (out[offset + i] - mean) * HANN[i];
    }
  }

  private static double[] autocorrelation(double[] frames, int count) {
    return Spectra.autocorrelation(frames, count, WINDOW, FOURIER, LONGEST_LAG + 2);
  }

  private static int bestLag(double[] r) {
    int best = SHORTEST_LAG;
    for (int lag = SHORTEST_LAG + 1; lag <= LONGEST_LAG; lag++) {
      if (r[lag] - COST_OF_A_SAMPLE * lag > r[best] - COST_OF_A_SAMPLE * best) {
        best = lag;
      }
    }
    return best;
  }

  /** From a lag to the top of the parabola through it and its neighbours, at most half a sample. */
  private static double vertex(double[] r, int lag) {
    double bend = r[lag - 1] - 2 * r[lag] + r[lag + 1];
    return bend < -STRAIGHT
        ? Math.min(0.5, Math.max(-0.5, 0.5 * (r[lag - 1] - r[lag + 1]) / bend))
        : 0;
  }
}
