package org.emoglot.classifier;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.Conditioning;
import org.emoglot.audio.Waveform;

/**
 * Asks a classifier about any number of files, with one batch at a time in memory.
 *
 * <p>Answers come in the order of the files. What is wrong with one file, and be it that it takes
 * more memory than there is, takes no answer from another.
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

  /** Gives a clip that is to be answered with others, or the answer to a long one. */
  private final Function<ClipAudio, ReadRecording<A>> ear;

  private final Listener<A> listener;
  private final List<Path> files = new ArrayList<>();
  private final List<Waveform> waveforms = new ArrayList<>();
  private long samples;

  private ClipStream(
      Function<List<Waveform>, List<A>> classifier,
      Function<ClipAudio, ReadRecording<A>> ear,
      Listener<A> listener) {
    this.classifier = classifier;
    this.ear = ear;
    this.listener = listener;
  }

  /** Asks for one answer to each clip, of any length. */
  public static void predict(
      EmotionClassifier classifier,
      AudioSource audio,
      List<ClipAudio> clips,
      Listener<Prediction> listener) {
    run(classifier::predict, clip -> classifier.hear(audio, clip), clips, listener);
  }

  /** Asks for one answer to each clip of a corpus, of any length. */
  public static void answerLabelled(
      EmotionClassifier classifier,
      AudioSource audio,
      List<ClipAudio> clips,
      Listener<CorpusAnswer> listener) {
    run(classifier::answerLabelled, clip -> classifier.hearLabelled(audio, clip), clips, listener);
  }

  /**
   * Asks for the timeline of each clip. A clip that is a whole unchanged file may have any length.
   */
  public static void timelines(
      EmotionClassifier classifier,
      AudioSource audio,
      List<ClipAudio> clips,
      Listener<Timeline> listener) {
    run(
        classifier::timelines,
        clip ->
            clip.isWhole() && clip.conditioning() == Conditioning.NONE
                ? classifier.listen(audio, clip)
                : ReadRecording.whole(audio.read(clip)),
        clips,
        listener);
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
    run(classifier, clip -> ReadRecording.whole(audio.read(clip)), clips, listener);
  }

  private static <A> void run(
      Function<List<Waveform>, List<A>> classifier,
      Function<ClipAudio, ReadRecording<A>> ear,
      List<ClipAudio> clips,
      Listener<A> listener) {
    new ClipStream<A>(classifier, ear, listener).ask(clips);
  }

  private void ask(List<ClipAudio> asked) {
    for (ClipAudio clip : asked) {
      Path file = clip.file();
      try {
        ear.apply(clip).ifWholeOrElse(whole -> add(file, whole), answer -> give(file, answer));
      } catch (InvalidInputException e) {
        fail(file, e);
      } catch (OutOfMemoryError e) {
        fail(file, tooLarge(file, e));
      }
      if (files.size() == CLIPS_PER_BATCH || samples >= SAMPLES_PER_BATCH) {
        answer();
      }
    }
    answer();
  }

  private void add(Path file, Waveform waveform) {
    files.add(file);
    waveforms.add(waveform);
    samples += waveform.samples().length;
  }

  private void give(Path file, A answer) {
    answer(); // what came before it is told first
    listener.predicted(file, answer);
  }

  private void fail(Path file, InvalidInputException why) {
    answer();
    listener.failed(file, why);
  }

  private void answer() {
    List<Path> asked = List.copyOf(files);
    List<Waveform> heard = List.copyOf(waveforms);
    files.clear();
    waveforms.clear();
    samples = 0;
    if (asked.isEmpty()) {
      return;
    }
    List<A> answers;
    try {
      answers = classifier.apply(heard);
    } catch (OutOfMemoryError e) {
      answerOneByOne(asked, heard);
      return;
    }
    for (int i = 0; i < asked.size(); i++) {
      listener.predicted(asked.get(i), answers.get(i));
    }
  }

  private void answerOneByOne(List<Path> asked, List<Waveform> heard) {
    for (int i = 0; i < asked.size(); i++) {
      A answer;
      try {
        answer = classifier.apply(List.of(heard.get(i))).get(0);
      } catch (OutOfMemoryError e) {
        listener.failed(asked.get(i), tooLarge(asked.get(i), e));
        continue;
      }
      listener.predicted(asked.get(i), answer);
    }
  }

  private static InvalidInputException tooLarge(Path file, OutOfMemoryError e) {
    return new InvalidInputException(
        "Expected a file that fits into the memory of the JVM (%d MiB), found %s, which needs more (%s); cut it, or allow more memory (EMOGLOT_JAVA_OPTS=-Xmx8g)."
            .formatted(Runtime.getRuntime().maxMemory() >> 20, file, e.getMessage()),
        e);
  }
}
