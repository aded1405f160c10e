package org.emoglot.classifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.emoglot.audio.SampleStream;
import org.emoglot.audio.Waveform;
import org.emoglot.segment.Pause;
import org.emoglot.segment.Segment;
import org.emoglot.segment.SpeechDetector;
import org.emoglot.segment.SpeechSearch;

/**
 * One recording, processed as it arrives. For a recording of any length, memory holds at most a
 * block, the current segment of speech, and the segments of one batch. The answer does not depend
 * on where blocks end. To be used by one thread.
 */
final class Listening {

  /** Stretches are scored together as soon as they hold so much. */
  private static final int BATCH_SECONDS = 20;

  /** Samples of a waveform that are heard at once, 4 s. */
  private static final int BLOCK = 1 << 16;

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  private final Scorer scorer;
  private final SpeechDetector detector;
  private final SpeechSearch search;
  private final List<Timeline.Part> parts = new ArrayList<>();
  private final List<Segment> segments = new ArrayList<>();
  private final List<Waveform> stretches = new ArrayList<>();
  private long stretchSamples;

  /** How many parts {@link #answered} has given. */
  private int given;

  /** The latest answer to speech that went on. */
  private Optional<Timeline.Part> running = Optional.empty();

  /** Samples from {@code start} on that may still be needed, {@code held} of them. */
  private float[] samples = new float[0];

  private int held;

  /** How many of them, at the end, were not searched for speech yet. */
  private int unsearched;

  private long start;

  Listening(Scorer scorer, SpeechDetector detector) {
    this.scorer = scorer;
    this.detector = detector;
    this.search = detector.search(RATE);
  }

  /**
   * Hears a stream to its end, and answers on the way if it is a long one. A short one is taken as
   * a whole, so nothing is searched before it is known to be long.
   */
  static ReadRecording<Timeline> hear(Scorer scorer, SpeechDetector detector, SampleStream audio) {
    Listening listening = new Listening(scorer, detector);
    for (float[] block = audio.next(); block.length > 0; block = audio.next()) {
      listening.hold(block);
      if (!listening.isShort()) {
        listening.search();
      }
    }
    return listening.isShort()
        ? ReadRecording.whole(listening.whole())
        : ReadRecording.answered(listening.end());
  }

  /** The answer to a recording that is not short, and in memory. */
  static Timeline search(Scorer scorer, SpeechDetector detector, Waveform recording) {
    Listening listening = new Listening(scorer, detector);
    float[] samples = recording.samples();
    for (int at = 0; at < samples.length; at += BLOCK) {
      listening.next(Arrays.copyOfRange(samples, at, Math.min(samples.length, at + BLOCK)));
    }
    return listening.end();
  }

  /** Whether the recording so far is short enough to be taken as a whole. */
  boolean isShort() {
    return seconds() <= detector.maxSeconds();
  }

  /** The recording so far, where it is short. */
  Waveform whole() {
    return new Waveform(Arrays.copyOf(samples, held), RATE);
  }

  /** Hears the next samples. */
  void next(float[] block) {
    hold(block);
    search();
  }

  private void hold(float[] block) {
    if (samples.length < held + block.length) {
      samples = Arrays.copyOf(samples, Math.max(held + block.length, 2 * held));
    }
    System.arraycopy(block, 0, samples, held, block.length);
    held += block.length;
    unsearched += block.length;
  }

  private void search() {
    take(search.next(Arrays.copyOfRange(samples, held - unsearched, held)));
    unsearched = 0;
    if (!isShort()) {
      forget(search.needed());
    }
  }

  /** The answers to segments that are certain and were not given yet. */
  List<Timeline.Part> answered() {
    score();
    List<Timeline.Part> fresh = List.copyOf(parts.subList(given, parts.size()));
    given = parts.size();
    return fresh;
  }

  /** The speech that goes on, as {@link SpeechSearch#open} has it. */
  Optional<Segment> open() {
    return search.open();
  }

  /** Whether that speech is in a pause. */
  Pause pause() {
    return search.pause();
  }

  /** The answer to speech that goes on; computed once for each segment that it seems to be. */
  Optional<Timeline.Part> running() {
    Optional<Segment> open = search.open();
    if (!open.equals(running.map(Timeline.Part::segment))) {
      running = open.map(segment -> part(segment, scorer.score(List.of(cut(segment))).get(0)));
    }
    return running;
  }

  /** The length of the recording so far. */
  double seconds() {
    return (double) (start + held) / RATE;
  }

  /** The answer to a recording that is not short, and ends here. */
  Timeline end() {
    take(search.end());
    score();
    return Timeline.searched(seconds(), parts, scorer.labels(), scorer.confidence());
  }

  private void take(List<Segment> found) {
    for (Segment segment : found) {
      Optional<Timeline.Part> known =
          running.filter(part -> part.segment().equals(segment)); // answered while it went on
      if (known.isPresent()) {
        score(); // what came before it
        parts.add(known.get());
        continue;
      }
      Waveform stretch = cut(segment);
      segments.add(segment);
      stretches.add(stretch);
      stretchSamples += stretch.samples().length;
      if (stretchSamples >= (long) BATCH_SECONDS * RATE) {
        score();
      }
    }
  }

  private Waveform cut(Segment segment) {
    int from = (int) (Math.round(segment.startSeconds() * RATE) - start);
    int to = (int) (Math.round(segment.endSeconds() * RATE) - start);
    return new Waveform(Arrays.copyOfRange(samples, from, to), RATE);
  }

  private Timeline.Part part(Segment segment, Scorer.Result result) {
    return new Timeline.Part(
        segment, Prediction.ofLogits(scorer.labels(), result.logits(), scorer.confidence()));
  }

  private void score() {
    if (stretches.isEmpty()) {
      return;
    }
    List<Scorer.Result> results = scorer.score(List.copyOf(stretches));
    for (int i = 0; i < results.size(); i++) {
      parts.add(part(segments.get(i), results.get(i)));
    }
    segments.clear();
    stretches.clear();
    stretchSamples = 0;
  }

  private void forget(long before) {
    int passed = (int) (Math.min(before, start + held) - start);
    if (passed > 0) {
      System.arraycopy(samples, passed, samples, 0, held - passed);
      held -= passed;
      start += passed;
    }
  }
}
