package org.emoglot.acoustic;

import java.util.Arrays;
import java.util.stream.IntStream;

/** How far, how fast and where to the pitch moves, in log Hz about the clip's median; voicing. */
final class PitchStatistics {

  /** From where on the end of a clip is. */
  private static final double END = 0.7;

  private PitchStatistics() {}

  static void put(ClipFrames frames, Statistics out) {
    double[] pitch = Series.where(frames.voice(), frames.pitch());
    double median = Series.percentile(pitch, 50);
    out.put(
        "pitch",
        Series.deviation(pitch),
        Series.percentile(pitch, 5) - median,
        Series.percentile(pitch, 25) - median,
        Series.percentile(pitch, 75) - median,
        Series.percentile(pitch, 95) - median);
    double[] steps = stepsInVoice(frames);
    out.put(
        "pitch_step",
        Series.mean(Arrays.stream(steps).map(Math::abs).toArray()),
        Series.deviation(steps),
        Series.mean(steps),
        Series.mean(Arrays.stream(steps).map(step -> step > 0 ? 1 : 0).toArray()));
    putContour(frames, pitch, out);
    double[] voicing = Series.where(frames.speech(), frames.voicing());
    out.put(
        "voicing",
        Series.mean(voicing),
        Series.deviation(voicing),
        Series.percentile(voicing, 10),
        Series.percentile(voicing, 50),
        Series.percentile(voicing, 90));
  }

  private static double[] stepsInVoice(ClipFrames frames) {
    double[] steps = Series.steps(frames.pitch());
    boolean[] voice = frames.voice();
    return IntStream.range(0, steps.length)
        .filter(t -> voice[t] && voice[t + 1])
        .mapToDouble(t -> steps[t])
        .toArray();
  }

  /** Slope over the clip, and how far its end and its beginning are from the mean. */
  private static void putContour(ClipFrames frames, double[] pitch, Statistics out) {
    double[] times =
        IntStream.range(0, frames.count())
            .filter(t -> frames.voice()[t])
            .asDoubleStream()
            .toArray();
    double end = END * times[times.length - 1];
    double[] last =
        IntStream.range(0, times.length)
            .filter(i -> times[i] >= end)
            .mapToDouble(i -> pitch[i])
            .toArray();
    double[] first = Arrays.copyOf(pitch, Math.max(1, pitch.length / 4));
    double mean = Series.mean(pitch);
    out.put(
        "pitch_contour",
        Series.correlation(times, pitch) * Series.deviation(pitch),
        Series.mean(last) - mean,
        Series.mean(first) - mean);
  }
}
