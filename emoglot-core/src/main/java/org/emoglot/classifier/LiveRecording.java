package org.emoglot.classifier;

import java.util.List;
import java.util.Optional;
import org.emoglot.audio.BlockAudio;
import org.emoglot.segment.Pause;
import org.emoglot.segment.Segment;

/**
 * One recording that is answered while it is being made.
 *
 * <pre>{@code
 * LiveRecording live = LiveRecording.of(classifier, 48_000);
 * for (float[] block : microphone) {
 *   live.next(block).forEach(part -> System.out.println(part.prediction().label()));
 * }
 * Timeline timeline = live.end();
 * }</pre>
 *
 * <p>Where blocks end changes no answer: {@link #next} gives the segments of {@link
 * EmotionClassifier#timeline(org.emoglot.audio.Waveform)}, each as soon as nothing later can change
 * it, and {@link #end} the whole. A recording that turns out to be short enough for one answer has
 * that one at its end. To be used by one thread.
 */
public final class LiveRecording {

  private final EmotionClassifier classifier;
  private final Listening listening;
  private final BlockAudio audio;

  private LiveRecording(EmotionClassifier classifier, int sampleRate) {
    this.classifier = classifier;
    this.listening = classifier.listening();
    this.audio = new BlockAudio(sampleRate);
  }

  /**
   * Begins.
   *
   * @param sampleRate of the recording, in samples per second, positive
   */
  public static LiveRecording of(EmotionClassifier classifier, int sampleRate) {
    return new LiveRecording(classifier, sampleRate);
  }

  /**
   * Hears the next samples.
   *
   * @param block of any length, amplitudes nominally in [-1, 1]
   * @return the answers to segments of speech that are now certain, after those given before
   * @throws org.emoglot.InvalidInputException if a sample is not finite
   */
  public List<Timeline.Part> next(float[] block) {
    return hear(audio.next(block));
  }

  private List<Timeline.Part> hear(float[] samples) {
    return classifier.lease.whileOpen(
        () -> {
          listening.next(samples);
          return listening.answered();
        });
  }

  /**
   * The speech that goes on, as the segment that it will be if nothing more is said; none in a
   * pause.
   */
  public Optional<Segment> speaking() {
    return listening.open();
  }

  /**
   * Whether the speech that goes on is in a pause. In a {@link Pause#LONG} one, {@link #running} is
   * the answer that {@link #next} will give unless the speech is taken up again.
   */
  public Pause pause() {
    return listening.pause();
  }

  /**
   * The answer to the speech that goes on, as if it ended here. If it is the one that {@link #next}
   * will give, that costs nothing then.
   */
  public Optional<Timeline.Part> running() {
    return classifier.lease.whileOpen(listening::running);
  }

  /** How much was heard, in seconds. */
  public double seconds() {
    return listening.seconds();
  }

  /** The answer to all of it, which ends here; to be called last. */
  public Timeline end() {
    hear(audio.end());
    return listening.isShort()
        ? classifier.timeline(listening.whole())
        : classifier.lease.whileOpen(listening::end);
  }
}
