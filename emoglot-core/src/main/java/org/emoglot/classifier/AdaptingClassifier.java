package org.emoglot.classifier;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.Waveform;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.unlabelled.LogitShift;

/**
 * A classifier that adapts to a session as it goes: every utterance joins the sample before it is
 * answered, and of a long session the latest {@link #MOST} count. What it has heard can be saved
 * and resumed; that is a few numbers an utterance, and no audio.
 *
 * <p>Threads may share it; they are answered one after the other. It does not close the classifier
 * that it asks.
 */
public final class AdaptingClassifier {

  /** Utterances that are kept. */
  public static final int MOST = 256;

  /**
   * What is saved.
   *
   * @param model SHA-256 of what the model stores of its training languages
   * @param logits of the utterances, each (K), oldest first
   */
  private record State(String model, List<float[]> logits) {}

  private final EmotionClassifier classifier;
  private final UnlabelledSample sample;
  private final String model;

  private AdaptingClassifier(EmotionClassifier classifier) {
    this.classifier = classifier.unadapted();
    this.sample = classifier.sample();
    this.model = Sha256.of(Json.writeLine(classifier.source()));
  }

  /**
   * Begins a session.
   *
   * @throws InvalidInputException if the model cannot be adapted
   */
  public static AdaptingClassifier of(EmotionClassifier classifier) {
    return new AdaptingClassifier(classifier);
  }

  /**
   * Goes on with a session.
   *
   * @param file that {@link #save} wrote
   * @throws InvalidInputException if it is missing, damaged, or of another model
   */
  public static AdaptingClassifier resume(EmotionClassifier classifier, Path file) {
    AdaptingClassifier adapting = new AdaptingClassifier(classifier);
    JsonNode json = Json.read(file);
    State state =
        Json.record(
            file, json, State.class, "begin a session without the file, or restore the file");
    if (!state.model().equals(adapting.model)) {
      throw new InvalidInputException(
          "Expected a session of this model (%.12s) in %s, found one of another (%.12s): name its model, or begin a session without the file."
              .formatted(adapting.model, file, state.model()));
    }
    int classes = classifier.labels().size();
    for (float[] clip : state.logits()) {
      if (clip.length != classes) {
        throw new InvalidInputException(
            "Expected %d numbers an utterance in %s, found %d: restore the file."
                .formatted(classes, file, clip.length));
      }
    }
    adapting.sample.replace(state.logits());
    return adapting;
  }

  /**
   * The emotion of the next utterance, which is also learned from unless it holds no speech.
   *
   * @throws InvalidInputException if a sample is not finite
   */
  public Prediction predict(Waveform utterance) {
    return next(classifier.predict(utterance));
  }

  /**
   * The answer to the next utterance, from that of the classifier without an adaptation; it is
   * learned from, unless it holds no speech.
   */
  public Prediction next(Prediction unadapted) {
    synchronized (sample) {
      sample.add(unadapted);
      keepLatest();
      return sample.adapted(unadapted, sample.shift());
    }
  }

  /** The same of a recording, each of whose segments is learned from before any is answered. */
  public Timeline next(Timeline unadapted) {
    synchronized (sample) {
      sample.add(unadapted);
      keepLatest();
      return sample.adapted(unadapted, sample.shift());
    }
  }

  /** The answer to a recording as the session stands, without learning from it. */
  public Timeline shifted(Timeline unadapted) {
    synchronized (sample) {
      return sample.adapted(unadapted, sample.shift());
    }
  }

  private void keepLatest() {
    if (sample.clips() > MOST) {
      sample.replace(sample.latest(MOST));
    }
  }

  /** Utterances that count. */
  public int utterances() {
    synchronized (sample) {
      return sample.clips();
    }
  }

  /** Utterances without speech, which do not count. */
  public int silent() {
    synchronized (sample) {
      return sample.silent();
    }
  }

  /** What limits the use of the session so far, in sentences. */
  public List<String> notes() {
    synchronized (sample) {
      return sample.notes();
    }
  }

  /** By how much the next answers are shifted. */
  public LogitShift shift() {
    synchronized (sample) {
      return sample.shift();
    }
  }

  /** Writes what was heard, whole or not at all. */
  public void save(Path file) {
    synchronized (sample) {
      Json.write(file, new State(model, sample.latest(MOST)));
    }
  }
}
