package org.emoglot.segment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.emoglot.audio.Waveform;

/**
 * The rule of {@link VoiceActivity} as it reads when the whole recording is at hand: what the
 * search through a stream is compared with.
 */
final class WholeSearch {

  private final SegmentOptions options;
  private final WholeLevels levels;
  private final double framesPerSecond;

  private WholeSearch(Waveform recording, SegmentOptions options) {
    this.options = options;
    this.levels = WholeLevels.of(recording);
    this.framesPerSecond = (double) recording.sampleRate() / levels.frameSamples();
  }

  /** Frames [from, to). */
  private record Run(int from, int to) {
    int length() {
      return to - from;
    }
  }

  /**
   * The stretches with speech, in order, without overlap, none longer than the longest allowed.
   *
   * @return none for silence, and for sound that does not change
   */
  static List<Segment> segments(Waveform recording, SegmentOptions options) {
    WholeSearch activity = new WholeSearch(recording, options);
    double rate = recording.sampleRate();
    int frame = activity.levels.frameSamples();
    int length = recording.samples().length;
    List<Segment> segments = new ArrayList<>();
    for (Run run : activity.cut(activity.extended(activity.speech()))) {
      long end = Math.min((long) run.to() * frame, length);
      segments.add(new Segment((long) run.from() * frame / rate, end / rate));
    }
    return List.copyOf(segments);
  }

  /** Runs of loud frames: short gaps filled first, then short runs left out. */
  private List<Run> speech() {
    double[] floor = levels.floor(frames(options.floorSeconds()));
    List<Run> joined = new ArrayList<>();
    for (int t = 0; t < levels.frames(); t++) {
      double level = levels.decibels()[t];
      if (level <= floor[t] + options.marginDecibels() || level < options.quietestDecibels()) {
        continue;
      }
      int last = joined.size() - 1;
      if (last >= 0 && t - joined.get(last).to() < frames(options.minPauseSeconds())) {
        joined.set(last, new Run(joined.get(last).from(), t + 1));
      } else {
        joined.add(new Run(t, t + 1));
      }
    }
    joined.removeIf(run -> run.length() < frames(options.minSpeechSeconds()));
    return joined;
  }

  /** With the hangover at both ends, which never meets the next run's. */
  private List<Run> extended(List<Run> runs) {
    int hangover = (int) (options.hangoverSeconds() * framesPerSecond);
    return runs.stream()
        .map(
            run ->
                new Run(
                    Math.max(0, run.from() - hangover),
                    Math.min(levels.frames(), run.to() + hangover)))
        .toList();
  }

  /** Every piece but the last is at least half as long as the longest allowed. */
  private List<Run> cut(List<Run> runs) {
    int longest = Math.max(2, (int) (options.maxSeconds() * framesPerSecond));
    List<Run> pieces = new ArrayList<>();
    for (Run run : runs) {
      int from = run.from();
      while (run.to() - from > longest) {
        int last = Math.min(from + longest, run.to() - frames(options.minSpeechSeconds()));
        int at = levels.quietest(from + longest / 2, Math.max(last, from + longest / 2) + 1);
        pieces.add(new Run(from, at));
        from = at;
      }
      pieces.add(new Run(from, run.to()));
    }
    return pieces;
  }

  private int frames(double seconds) {
    return (int) Math.ceil(seconds * framesPerSecond);
  }

  /**
   * The level of every frame, in decibels of full scale.
   *
   * @param decibels one value a frame; the last frame may be shorter
   * @param frameSamples samples in a frame
   */
  private record WholeLevels(double[] decibels, int frameSamples) {

    /** Two periods of a low voice. */
    private static final double FRAME_SECONDS = 0.02;

    /** The level of digital silence; finite, so that levels can be added. */
    private static final double SILENCE_DECIBELS = -120;

    static WholeLevels of(Waveform recording) {
      float[] samples = recording.samples();
      int size = Math.max(1, (int) (recording.sampleRate() * FRAME_SECONDS));
      double[] decibels = new double[(int) (((long) samples.length + size - 1) / size)];
      for (int frame = 0; frame < decibels.length; frame++) {
        int from = frame * size;
        double variance = variance(samples, from, Math.min(samples.length - from, size));
        decibels[frame] =
            variance > 0 ? Math.max(SILENCE_DECIBELS, 10 * Math.log10(variance)) : SILENCE_DECIBELS;
      }
      return new WholeLevels(decibels, size);
    }

    /** About the frame's mean: an offset of the microphone makes no sound. */
    private static double variance(float[] samples, int from, int count) {
      double mean = 0;
      for (int i = from; i < from + count; i++) {
        mean += (double) samples[i] / count;
      }
      double variance = 0;
      for (int i = from; i < from + count; i++) {
        variance += (samples[i] - mean) * (samples[i] - mean) / count;
      }
      return variance;
    }

    int frames() {
      return decibels.length;
    }

    /** The level of the quietest frame at most {@code radius} frames away, for every frame. */
    double[] floor(int radius) {
      double[] floor = new double[frames()];
      Deque<Integer> rising = new ArrayDeque<>(); // frames of the window that can still be quietest
      int next = 0;
      for (int frame = 0; frame < floor.length; frame++) {
        for (; next < floor.length && next <= frame + radius; next++) {
          while (!rising.isEmpty() && decibels[rising.getLast()] >= decibels[next]) {
            rising.removeLast();
          }
          rising.addLast(next);
        }
        while (rising.getFirst() < frame - radius) {
          rising.removeFirst();
        }
        floor[frame] = decibels[rising.getFirst()];
      }
      return floor;
    }

    /** The first of the quietest frames in [from, to). */
    int quietest(int from, int to) {
      int best = from;
      for (int frame = from + 1; frame < to; frame++) {
        if (decibels[frame] < decibels[best]) {
          best = frame;
        }
      }
      return best;
    }
  }
}
