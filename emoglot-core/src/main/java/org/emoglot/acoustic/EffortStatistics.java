package org.emoglot.acoustic;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Vocal effort: how the balance of the spectrum's regions goes with loudness and with pitch in the
 * voice, as correlations.
 */
final class EffortStatistics {

  /** The region that the others are weighed against: about the first formant. */
  private static final int BASE = 1;

  private EffortStatistics() {}

  static void put(ClipFrames frames, Statistics out) {
    double[] base = Regions.of(frames, BASE);
    double[][] balances =
        IntStream.range(0, Regions.COUNT)
            .filter(region -> region != BASE)
            .mapToObj(region -> inVoice(frames, less(Regions.of(frames, region), base)))
            .toArray(double[][]::new);
    double[] energy = inVoice(frames, frames.energy());
    double[] pitch = inVoice(frames, frames.pitch());
    double[] effort = new double[balances.length + 4];
    int i = 0;
    for (double[] balance : balances) {
      effort[i++] = Series.correlation(balance, energy);
    }
    effort[i++] = Series.correlation(pitch, energy);
    for (double[] balance : Arrays.copyOfRange(balances, 1, 4)) {
      effort[i++] = Series.correlation(pitch, balance);
    }
    out.put("effort", effort);
  }

  private static double[] inVoice(ClipFrames frames, double[] x) {
    return Series.where(frames.voice(), x);
  }

  private static double[] less(double[] x, double[] y) {
    return IntStream.range(0, x.length).mapToDouble(i -> x[i] - y[i]).toArray();
  }
}
