package org.emoglot.acoustic;

import java.util.Arrays;

/** How loudness spreads about the mean power of speech, and how fast it changes, in nepers. */
final class LoudnessStatistics {

  private LoudnessStatistics() {}

  static void put(ClipFrames frames, Statistics out) {
    double[] speech = Series.where(frames.speech(), frames.energy());
    double level = Series.logMeanExp(speech);
    double[] loudness = Arrays.stream(speech).map(energy -> energy - level).toArray();
    out.put(
        "loudness",
        Series.deviation(loudness),
        Series.percentile(loudness, 5),
        Series.percentile(loudness, 25),
        Series.percentile(loudness, 50),
        Series.percentile(loudness, 75),
        Series.percentile(loudness, 95));
    double[] steps = frames.stepsInSpeech(Series.steps(frames.energy()));
    out.put(
        "loudness_step",
        Series.mean(Arrays.stream(steps).map(Math::abs).toArray()),
        Series.deviation(steps),
        Series.percentile(steps, 5),
        Series.percentile(steps, 95));
  }
}
