package org.emoglot.acoustic;

/**
 * Shares and lengths of stretches with voice, without and of speech; peaks of loudness a second.
 */
final class RhythmStatistics {

  private static final double FRAMES_PER_SECOND = 100;
  private static final double[] SMOOTHING = Spectra.hann(9);

  private RhythmStatistics() {}

  static void put(ClipFrames frames, Statistics out) {
    double[] voiced = Series.runs(frames.voice());
    double spoken = ClipFrames.count(frames.speech());
    double seconds = spoken / FRAMES_PER_SECOND;
    out.put(
        "rhythm",
        ClipFrames.count(frames.voice()) / spoken,
        voiced.length / seconds,
        Math.log(Series.mean(voiced)),
        Series.deviation(voiced),
        Math.log1p(Series.mean(Series.runs(frames.voiceless()))),
        Math.log(Series.mean(Series.runs(frames.speech()))),
        peaks(frames) / seconds);
  }

  private static int peaks(ClipFrames frames) {
    double[] loudness = Series.smooth(frames.energy(), SMOOTHING);
    int peaks = 0;
    for (int t = 1; t < loudness.length - 1; t++) {
      if (frames.speech()[t] && loudness[t] > loudness[t - 1] && loudness[t] >= loudness[t + 1]) {
        peaks++;
      }
    }
    return peaks;
  }
}
