package org.emoglot.acoustic;

import java.util.stream.IntStream;
import org.emoglot.audio.Waveform;

/**
 * Log-mel energies as the feature extractor of w2v-BERT 2.0 makes them (Seamless Communication,
 * arXiv 2312.05187; Kaldi's filter bank): 25 ms Povey windows every 10 ms, triangular mel bands
 * from 20 Hz to 8 kHz, logarithm.
 */
public final class MelSpectrum {

  /** Samples of a frame, 25 ms. */
  public static final int FRAME_SAMPLES = Waveform.MODEL_SAMPLE_RATE / 40;

  /** Samples from one frame to the next, 10 ms. */
  public static final int HOP_SAMPLES = Waveform.MODEL_SAMPLE_RATE / 100;

  /** Kaldi counts in 16-bit units. */
  static final double SAMPLE_SCALE = 1 << 15;

  /** The transform of a frame with zeros behind it. */
  public static final Fourier FOURIER = new Fourier(512);

  /** No energy counts as less: float32's machine epsilon, as in Kaldi. */
  public static final double ENERGY_FLOOR = 0x1p-23;

  private static final double LOWEST_HZ = 20;
  private static final double HIGHEST_HZ = Waveform.MODEL_SAMPLE_RATE / 2.0;
  private static final double PREEMPHASIS = 0.97;

  private final double[] window = poveyWindow();
  private final FilterBank filters;

  /** Of so many bands M. */
  public MelSpectrum(int bands) {
    this.filters = filters(bands);
  }

  /** Number of frames in so many samples, without an incomplete one at the end. */
  public static int frames(int samples) {
    int room = samples - FRAME_SAMPLES;
    return room < 0 ? 0 : room / HOP_SAMPLES + 1;
  }

  /**
   * The energies of a clip at 16 kHz in [-1, 1].
   *
   * @return T times M values in row-major order
   */
  public double[] logEnergies(float[] samples) {
    int count = frames(samples.length);
    double[] windows = new double[count * FRAME_SAMPLES];
    for (int frame = 0; frame < count; frame++) {
      cutWindow(samples, frame * HOP_SAMPLES, windows, frame * FRAME_SAMPLES);
    }
    double[] energies = Spectra.filtered(windows, count, FRAME_SAMPLES, FOURIER, filters);
    for (int i = 0; i < energies.length; i++) {
      energies[i] = Math.log(Math.max(energies[i], ENERGY_FLOOR));
    }
    return energies;
  }

  /** A frame of {@value #FRAME_SAMPLES} samples as it is transformed; a linear function of it. */
  public double[] windowed(float[] frame) {
    double[] windowed = new double[FRAME_SAMPLES];
    cutWindow(frame, 0, windowed, 0);
    return windowed;
  }

  /** The bands of the power spectrum of a frame. */
  public FilterBank filters() {
    return filters;
  }

  /** Removes the mean, emphasises high frequencies, applies the window. */
  private void cutWindow(float[] samples, int start, double[] out, int offset) {
    double mean = 0;
    for (int i = 0; i < FRAME_SAMPLES; i++) {
      mean += samples[start + i] * SAMPLE_SCALE;
    }
    mean /= FRAME_SAMPLES;
    double previous = samples[start] * SAMPLE_SCALE - mean;
    for (int i = 0; i < FRAME_SAMPLES; i++) {
      double current = samples[start + i] * SAMPLE_SCALE - mean;
      out[offset + i] = (current - PREEMPHASIS * previous) * window[i];
      previous = current;
    }
  }

  /** A Hann window to the power 0.85, symmetric. */
  private static double[] poveyWindow() {
    double[] window = Spectra.hann(FRAME_SAMPLES);
    for (int i = 0; i < FRAME_SAMPLES; i++) {
      window[i] = Math.pow(window[i], 0.85);
    }
    return window;
  }

  /** Triangles that are straight on the mel axis. */
  private static FilterBank filters(int bands) {
    double lowest = mel(LOWEST_HZ);
    double step = (mel(HIGHEST_HZ) - lowest) / (bands + 1);
    double hertzOfBin = (double) Waveform.MODEL_SAMPLE_RATE / FOURIER.size();
    return FilterBank.triangles(
        // The bin at the Nyquist frequency has no weight in Kaldi.
        IntStream.range(0, FOURIER.bins() - 1).mapToDouble(bin -> mel(bin * hertzOfBin)).toArray(),
        IntStream.range(0, bands + 2).mapToDouble(edge -> lowest + edge * step).toArray());
  }

  private static double mel(double hertz) {
    return 1127 * Math.log(1 + hertz / 700);
  }
}
