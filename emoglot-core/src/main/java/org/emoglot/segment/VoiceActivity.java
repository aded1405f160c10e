package org.emoglot.segment;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.audio.Waveform;

/**
 * Finds speech by its energy.
 *
 * <p>A frame is speech if it is well above the noise, which is the quietest frame around it: speech
 * has gaps every few syllables, which contain only the noise (the minimum statistics of R. Martin:
 * <i>Noise power spectral density estimation based on optimal smoothing and minimum statistics</i>,
 * IEEE Trans. Speech and Audio Processing 9(5), 2001, here on the whole band). So the threshold
 * follows a noise that changes, and a sound that never changes is noise. Pauses too short are then
 * filled, sounds too short dropped, and the ends held on to for a while (the hangover of J. Sohn,
 * N. S. Kim, W. Sung: <i>A statistical model-based voice activity detection</i>, IEEE Signal
 * Processing Letters 6(1), 1999, here to both sides, since the search is always a little behind the
 * recording).
 *
 * <p>It detects loudness, not voices: music and slamming doors count as speech. A clip that is
 * taken as a whole has speech if any frame of it is loud enough for speech, however still it is
 * around it.
 */
public final class VoiceActivity implements SpeechDetector {

  private final SegmentOptions options;

  public VoiceActivity(SegmentOptions options) {
    this.options = options;
  }

  /**
   * The segments with speech, in order, without overlap, none longer than the longest allowed.
   *
   * @return none for silence, and for sound that does not change
   */
  public static List<Segment> segments(Waveform recording, SegmentOptions options) {
    SpeechSearch search = new VoiceActivity(options).search(recording.sampleRate());
    List<Segment> segments = new ArrayList<>(search.next(recording.samples()));
    segments.addAll(search.end());
    return List.copyOf(segments);
  }

  @Override
  public double maxSeconds() {
    return options.maxSeconds();
  }

  @Override
  public boolean hasSpeech(Waveform clip) {
    double[] loudest = {Double.NEGATIVE_INFINITY};
    LevelMeter meter =
        new LevelMeter(clip.sampleRate(), level -> loudest[0] = Math.max(loudest[0], level));
    meter.next(clip.samples());
    meter.end();
    return loudest[0] >= options.quietestDecibels();
  }

  @Override
  public boolean findsSpeech(Waveform clip) {
    return !segments(clip, options).isEmpty();
  }

  @Override
  public SpeechSearch search(int sampleRate) {
    return new EnergySearch(options, sampleRate);
  }
}
