package org.emoglot.classifier;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.Waveform;

/**
 * Asks a classifier about any number of files, of which one batch at a time is in memory.
 *
 * <p>Answers come in the order of the files.
 *
 * @param <A> an answer: a prediction or a timeline
 */
public final class ClipStream<A> {

  private static final int CLIPS_PER_BATCH = 64;

  /** Ten minutes, so 38 MB. */
  private static final long SAMPLES_PER_BATCH = 600L * Waveform.MODEL_SAMPLE_RATE;

  /**
   * Hears every answer, once.
   *
   * @param <A> an answer
   */
  public interface Listener<A> {

    /** The answer to a file. */
    void predicted(Path file, A answer);

    /** A file that cannot be used; throw to stop. */
    void failed(Path file, InvalidInputException why);
  }

  private final Function<List<Waveform>, List<A>> classifier;
  private final AudioSource audio;
  private final Listener<A> listener;
  private final List<Path> files = new ArrayList<>();
  private final List<Waveform> waveforms = new ArrayList<>();
  private long samples;

  private ClipStream(
      Function<List<Waveform>, List<A>> classifier, AudioSource audio, Listener<A> listener) {
    this.classifier = classifier;
    this.audio = audio;
    this.listener = listener;
  }

  /** Asks for one answer to each file. */
  public static void predict(
      EmotionClassifier classifier,
      AudioSource audio,
      List<ClipAudio> clips,
      Listener<Prediction> listener) {
    new ClipStream<Prediction>(classifier::predict, audio, listener).ask(clips);
  }

  /** Asks for the timeline of each file. */
  public static void timelines(
      EmotionClassifier classifier,
      AudioSource audio,
      List<ClipAudio> clips,
      Listener<Timeline> listener) {
    new ClipStream<Timeline>(classifier::timelines, audio, listener).ask(clips);
  }

  /**
   * Asks anything else of each file.
   *
   * @param classifier one answer to each waveform, in the same order
   */
  public static <A> void ask(
      Function<List<Waveform>, List<A>> classifier,
      AudioSource audio,
      List<ClipAudio> clips,
      Listener<A> listener) {
    new ClipStream<A>(classifier, audio, listener).ask(clips);
  }

  private void ask(List<ClipAudio> asked) {
    asked.forEach(this::add);
    answer();
  }

  private void add(ClipAudio clip) {
    Path file = clip.file();
    Waveform waveform;
    try {
      waveform = audio.read(clip);
    } catch (InvalidInputException e) {
      answer(); // what came before it is told first
      listener.failed(file, e);
      return;
    }
    files.add(file);
    waveforms.add(waveform);
    samples += waveform.samples().length;
    if (files.size() == CLIPS_PER_BATCH || samples >= SAMPLES_PER_BATCH) {
      answer();
    }
  }

  private void answer() {
    if (files.isEmpty()) {
      return;
    }
    List<A> answers = classifier.apply(waveforms);
    for (int i = 0; i < files.size(); i++) {
      listener.predicted(files.get(i), answers.get(i));
    }
    files.clear();
    waveforms.clear();
    samples = 0;
  }
}
