package org.emoglot.classifier;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Waveform;

/**
 * Asks a classifier about any number of files, of which one batch at a time is in memory.
 *
 * <p>Answers come in the order of the files.
 */
public final class ClipStream {

  private static final int CLIPS_PER_BATCH = 64;

  /** Ten minutes, so 38 MB. */
  private static final long SAMPLES_PER_BATCH = 600L * Waveform.MODEL_SAMPLE_RATE;

  /** Hears every answer, once. */
  public interface Listener {

    /** The answer to a file. */
    void predicted(Path file, Prediction prediction);

    /** A file that cannot be used; throw to stop. */
    void failed(Path file, InvalidInputException why);
  }

  private final EmotionClassifier classifier;
  private final AudioSource audio;
  private final Listener listener;
  private final List<Path> files = new ArrayList<>();
  private final List<Waveform> waveforms = new ArrayList<>();
  private long samples;

  private ClipStream(EmotionClassifier classifier, AudioSource audio, Listener listener) {
    this.classifier = classifier;
    this.audio = audio;
    this.listener = listener;
  }

  /** Asks about all files. */
  public static void predict(
      EmotionClassifier classifier, AudioSource audio, List<Path> files, Listener listener) {
    ClipStream stream = new ClipStream(classifier, audio, listener);
    files.forEach(stream::add);
    stream.answer();
  }

  private void add(Path file) {
    Waveform waveform;
    try {
      waveform = audio.read(file);
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
    List<Prediction> predictions = classifier.predict(waveforms);
    for (int i = 0; i < files.size(); i++) {
      listener.predicted(files.get(i), predictions.get(i));
    }
    files.clear();
    waveforms.clear();
    samples = 0;
  }
}
