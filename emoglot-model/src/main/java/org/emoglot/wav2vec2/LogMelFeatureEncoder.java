package org.emoglot.wav2vec2;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.emoglot.audio.Waveform;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.emoglot.wav2vec2.FeatureEncoderConfig.LogMel;
import org.emoglot.wav2vec2.FeatureEncoderConfig.MelNorm;

/**
 * Log-mel frames as the feature extractor of w2v-BERT 2.0 makes them (Seamless Communication, arXiv
 * 2312.05187; Kaldi's filter bank): 25 ms Povey windows every 10 ms, triangular mel bands from 20
 * Hz to 8 kHz, logarithm, mean 0 and variance 1 over a clip or over each of its bands, {@code
 * stride} frames side by side.
 */
final class LogMelFeatureEncoder implements FeatureEncoder {

  static final int FRAME_SAMPLES = Waveform.MODEL_SAMPLE_RATE / 40; // 25 ms
  static final int HOP_SAMPLES = Waveform.MODEL_SAMPLE_RATE / 100; // 10 ms

  private static final int FFT_SIZE = 512;
  private static final int FFT_BINS = FFT_SIZE / 2 + 1;
  private static final double LOWEST_HZ = 20;
  private static final double HIGHEST_HZ = Waveform.MODEL_SAMPLE_RATE / 2.0;
  private static final double PREEMPHASIS = 0.97;

  /** Kaldi counts in 16-bit units. */
  private static final double SAMPLE_SCALE = 1 << 15;

  /** float32's machine epsilon, as in Kaldi. */
  private static final double ENERGY_FLOOR = 0x1p-23;

  private static final double VARIANCE_FLOOR = 1e-7;

  private final LogMel config;
  private final double[] window = poveyWindow();
  private final double[] filters;

  LogMelFeatureEncoder(LogMel config) {
    this.config = config;
    this.filters = melFilters(config.melBins());
  }

  @Override
  public Frames forward(Frames samples) {
    List<float[]> clips = new ArrayList<>();
    for (Tensor clip : samples.sequences()) {
      try (Scope scope = Scope.open()) {
        clips.add(encode(Ops.floats(clip)));
      }
    }
    return Frames.pack(clips, config.channels());
  }

  private float[] encode(float[] samples) {
    int frames = (samples.length - FRAME_SAMPLES) / HOP_SAMPLES + 1;
    double[] windows = new double[frames * FFT_SIZE];
    for (int frame = 0; frame < frames; frame++) {
      cutWindow(samples, frame * HOP_SAMPLES, windows, frame * FFT_SIZE);
    }
    Tensor spectrum =
        torch
            .fft_rfft(
                Ops.tensor(windows, frames, FFT_SIZE),
                new LongOptional(),
                -1,
                new StringViewOptional())
            .abs()
            .square(); // (T, FFT_BINS)
    Tensor energies = spectrum.matmul(Ops.tensor(filters, FFT_BINS, config.melBins())); // (T, M)
    Tensor logMel =
        Ops.fillWhere(
                energies, energies.lt(new org.bytedeco.pytorch.Scalar(ENERGY_FLOOR)), ENERGY_FLOOR)
            .log()
            .to(ScalarType.Double);
    return normalizeAndStack(Ops.doubles(logMel), frames);
  }

  /** Removes the mean, emphasises high frequencies, applies the window; the rest stays zero. */
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

  /**
   * A last incomplete group of {@code stride} frames is dropped, after it has been counted in the
   * statistics.
   */
  private float[] normalizeAndStack(double[] logMel, int frames) {
    int bins = config.melBins();
    float[] stacked = new float[frames / config.stride() * config.stride() * bins];
    int columns = config.norm() == MelNorm.BAND ? bins : 1; // with statistics of their own
    for (int column = 0; column < columns; column++) {
      double mean = 0;
      for (int i = column; i < logMel.length; i += columns) {
        mean += logMel[i];
      }
      int count = logMel.length / columns;
      mean /= count;
      double variance = 0;
      for (int i = column; i < logMel.length; i += columns) {
        double centred = logMel[i] - mean;
        variance += centred * centred;
      }
      variance /= Math.max(1, count - 1);
      double scale = 1 / Math.sqrt(variance + VARIANCE_FLOOR);
      for (int i = column; i < stacked.length; i += columns) {
        stacked[i] = (float) ((logMel[i] - mean) * scale);
      }
    }
    return stacked;
  }

  /** A Hann window to the power 0.85, symmetric. */
  private static double[] poveyWindow() {
    double[] window = new double[FRAME_SAMPLES];
    for (int i = 0; i < FRAME_SAMPLES; i++) {
      double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (FRAME_SAMPLES - 1));
      window[i] = Math.pow(hann, 0.85);
    }
    return window;
  }

  /** Triangles that are straight on the mel axis, shape (FFT_BINS, M). */
  private static double[] melFilters(int bands) {
    double lowest = mel(LOWEST_HZ);
    double step = (mel(HIGHEST_HZ) - lowest) / (bands + 1);
    double[] filters = new double[FFT_BINS * bands];
    // The bin at the Nyquist frequency has no weight in Kaldi.
    for (int bin = 0; bin < FFT_BINS - 1; bin++) {
      double at = mel((double) bin * Waveform.MODEL_SAMPLE_RATE / FFT_SIZE);
      for (int band = 0; band < bands; band++) {
        double left = lowest + band * step;
        double rising = (at - left) / step;
        double falling = (left + 2 * step - at) / step;
        filters[bin * bands + band] = Math.max(0, Math.min(rising, falling));
      }
    }
    return filters;
  }

  private static double mel(double hertz) {
    return 1127 * Math.log(1 + hertz / 700);
  }
}
