package org.emoglot.segment;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.audio.Waveform;

/**
 * Finds speech by its energy.
 *
 * <p>A frame is speech if it is well above the noise, which is the quietest frame around it: speech
 * has gaps at every few syllables, and in them the noise is heard alone (the minimum statistics of
 * R. Martin: <i>Noise power spectral density estimation based on optimal smoothing and minimum
 * statistics</i>, IEEE Trans. Speech and Audio Processing 9(5), 2001, here on the whole band). So
 * the threshold follows a noise that changes, and a sound that never changes is noise. Pauses too
 * short are then filled, sounds too short dropped, and the ends held on to for a while (the
 * hangover of J. Sohn, N. S. Kim, W. Sung: <i>A statistical model-based voice activity
 * detection</i>, IEEE Signal Processing Letters 6(1), 1999, here to both sides, since the recording
 * is at hand).
 *
 * <p>It hears loudness, not voices: music and slamming doors pass for speech.
 */
public final class VoiceActivity {

  private final SegmentOptions options;
  private final Levels levels;
  private final double framesPerSecond;

  private VoiceActivity(Waveform recording, SegmentOptions options) {
    this.options = options;
    this.levels = Levels.of(recording);
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
  public static List<Segment> segments(Waveform recording, SegmentOptions options) {
    VoiceActivity activity = new VoiceActivity(recording, options);
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
}
