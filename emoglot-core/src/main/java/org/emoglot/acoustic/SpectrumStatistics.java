package org.emoglot.acoustic;

import java.util.stream.IntStream;

/**
 * The long-term spectrum of the voice, how much it varies, and how fast spectrum and cepstrum move.
 */
final class SpectrumStatistics {

  static final int GROUPS = 20;
  private static final int BANDS_OF_A_GROUP = ClipFrames.BANDS / GROUPS;
  private static final int COEFFICIENTS = 20;
  private static final double[][] COSINES = cosines();

  private SpectrumStatistics() {}

  static void put(ClipFrames frames, Statistics out) {
    double level = Series.mean(Series.where(frames.voice(), frames.band(0, ClipFrames.BANDS)));
    double[][] groups = new double[GROUPS][];
    double[] spectrum = new double[GROUPS];
    double[] deviation = new double[GROUPS];
    for (int group = 0; group < GROUPS; group++) {
      groups[group] = frames.band(group * BANDS_OF_A_GROUP, (group + 1) * BANDS_OF_A_GROUP);
      double[] voice = Series.where(frames.voice(), groups[group]);
      spectrum[group] = Series.mean(voice) - level;
      deviation[group] = Series.deviation(voice);
    }
    out.put("spectrum", spectrum);
    out.put("spectrum_deviation", deviation);
    double[] flux = frames.stepsInSpeech(flux(groups, frames.count()));
    out.put("flux", Series.mean(flux), Series.deviation(flux), Series.percentile(flux, 90));
    out.put("cepstrum_motion", cepstrumMotion(frames));
  }

  /** Root of the mean square of the groups' steps, from each frame to the next. */
  private static double[] flux(double[][] groups, int count) {
    return IntStream.range(0, count - 1)
        .mapToDouble(
            t -> {
              double squares = 0;
              for (double[] group : groups) {
                double step = group[t + 1] - group[t];
                squares += step * step;
              }
              return Math.sqrt(squares / GROUPS);
            })
        .toArray();
  }

  private static double[] cepstrumMotion(ClipFrames frames) {
    double[] motion = new double[COEFFICIENTS];
    for (int k = 0; k < COEFFICIENTS; k++) {
      double[] cosine = COSINES[k];
      double[] coefficient =
          IntStream.range(0, frames.count())
              .mapToDouble(
                  t -> {
                    double sum = 0;
                    for (int band = 0; band < ClipFrames.BANDS; band++) {
                      sum += frames.mel()[t][band] * cosine[band];
                    }
                    return sum;
                  })
              .toArray();
      motion[k] = Series.deviation(Series.where(frames.speech(), Series.gradient(coefficient)));
    }
    return motion;
  }

  /** The orthonormal cosine transform, shape (COEFFICIENTS, BANDS). */
  private static double[][] cosines() {
    double[][] cosines = new double[COEFFICIENTS][ClipFrames.BANDS];
    for (int k = 0; k < COEFFICIENTS; k++) {
      double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / ClipFrames.BANDS);
      for (int band = 0; band < ClipFrames.BANDS; band++) {
        cosines[k][band] = scale * Math.cos(Math.PI / ClipFrames.BANDS * (band + 0.5) * k);
      }
    }
    return cosines;
  }
}
