package org.emoglot.acoustic;

import java.util.stream.IntStream;
import org.emoglot.audio.Waveform;

/**
 * Log-mel energies as Whisper hears them (Radford et al. 2022, arXiv 2212.04356; transformers'
 * {@code WhisperFeatureExtractor}): 25 ms Hann windows every 10 ms, centred, the clip mirrored at
 * its ends; triangular bands from 0 to 8 kHz on Slaney's mel scale, each of area 1; logarithm to
 * base 10, at most 8 below the loudest; (x + 4) / 4.
 */
public final class WhisperSpectrum {

  /** Samples from one frame to the next, 10 ms. */
  public static final int HOP_SAMPLES = Waveform.MODEL_SAMPLE_RATE / 100;

  /** Samples of a frame, 25 ms. */
  public static final int FRAME_SAMPLES = Waveform.MODEL_SAMPLE_RATE / 40;

  /** The shortest clip: what is mirrored at its ends must be there. */
  public static final int FEWEST_SAMPLES = FRAME_SAMPLES / 2 + 1;

  /** The transform of a frame. */
  public static final Fourier FOURIER = new Fourier(FRAME_SAMPLES);

  /** No energy counts as less. */
  public static final double ENERGY_FLOOR = 1e-10;

  private static final double HIGHEST_HZ = Waveform.MODEL_SAMPLE_RATE / 2.0;

  /** No energy counts as a smaller share of the loudest. */
  private static final double QUIETEST = 1e-8;

  private final double[] window = periodicHann();
  private final FilterBank filters;

  /** Of so many bands M: 80, or 128 from large-v3 on. */
  public WhisperSpectrum(int bands) {
    filters = filters(bands);
  }

  /** Frames of so many samples; 0 where the clip is too short for one. */
  public static int frames(int samples) {
    return samples < FEWEST_SAMPLES ? 0 : samples / HOP_SAMPLES;
  }

  /**
   * The energies of a clip.
   *
   * @param samples at 16 kHz in [-1, 1], at least {@value #FEWEST_SAMPLES}
   * @return T times M values in row-major order
   */
  public float[] logEnergies(float[] samples) {
    int count = frames(samples.length);
    int bands = filters.bands();
    double[] energies = new double[count * bands];
    double[] first = new double[FRAME_SAMPLES];
    double[] second = new double[FRAME_SAMPLES];
    for (int frame = 0; frame < count; frame += 2) { // two in one transform
      int other = Math.min(frame + 1, count - 1);
      cutWindow(samples, frame, first);
      cutWindow(samples, other, second);
      FOURIER.powers(first, second);
      filters.apply(first, energies, frame * bands);
      filters.apply(second, energies, other * bands);
    }
    return scaled(energies);
  }

  private static float[] scaled(double[] energies) {
    double loudest = 0;
    for (double energy : energies) {
      loudest = Math.max(loudest, energy);
    }
    double floor = Math.max(loudest * QUIETEST, ENERGY_FLOOR);
    float ofFloor = scaled(floor); // of many bands, whose logarithms are not worth their time
    float[] scaled = new float[energies.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = energies[i] > floor ? scaled(energies[i]) : ofFloor;
    }
    return scaled;
  }

  private static float scaled(double energy) {
    return (float) ((Math.log10(energy) + 4) / 4);
  }

  /** A frame of {@value #FRAME_SAMPLES} samples as it is transformed. */
  public double[] windowed(float[] frame) {
    double[] windowed = new double[FRAME_SAMPLES];
    for (int i = 0; i < FRAME_SAMPLES; i++) {
      windowed[i] = frame[i] * window[i];
    }
    return windowed;
  }

  /** The bands of the power spectrum of a frame. */
  public FilterBank filters() {
    return filters;
  }

  private void cutWindow(float[] samples, int frame, double[] out) {
    int start = frame * HOP_SAMPLES - FRAME_SAMPLES / 2;
    int last = samples.length - 1;
    if (start >= 0 && start + FRAME_SAMPLES <= samples.length) {
      for (int i = 0; i < FRAME_SAMPLES; i++) {
        out[i] = samples[start + i] * window[i];
      }
      return;
    }
    for (int i = 0; i < FRAME_SAMPLES; i++) { // mirrored at an end
      int at = Math.abs(start + i);
      out[i] = samples[at > last ? 2 * last - at : at] * window[i];
    }
  }

  private static double[] periodicHann() {
    return IntStream.range(0, FRAME_SAMPLES)
        .mapToDouble(i -> 0.5 - 0.5 * Math.cos(2 * Math.PI * i / FRAME_SAMPLES))
        .toArray();
  }

  private static FilterBank filters(int bands) {
    double hertzOfBin = (double) Waveform.MODEL_SAMPLE_RATE / FRAME_SAMPLES;
    double[] bins =
        IntStream.range(0, FOURIER.bins()).mapToDouble(bin -> bin * hertzOfBin).toArray();
    double step = mel(HIGHEST_HZ) / (bands + 1);
    double[] edges =
        IntStream.range(0, bands + 2).mapToDouble(edge -> hertz(edge * step)).toArray();
    return FilterBank.triangles(bins, edges).scaled(band -> 2 / (edges[band + 2] - edges[band]));
  }

  // Slaney's scale: linear up to 1 kHz, which is 15 mel, and logarithmic above.

  private static final double LINEAR_HZ = 1000;
  private static final double LINEAR_MEL = 15;
  private static final double LOG_STEP = Math.log(6.4) / 27;

  private static double mel(double hertz) {
    return hertz < LINEAR_HZ
        ? hertz * LINEAR_MEL / LINEAR_HZ
        : LINEAR_MEL + Math.log(hertz / LINEAR_HZ) / LOG_STEP;
  }

  private static double hertz(double mel) {
    return mel < LINEAR_MEL
        ? mel * LINEAR_HZ / LINEAR_MEL
        : LINEAR_HZ * Math.exp((mel - LINEAR_MEL) * LOG_STEP);
  }
}
