package com.example;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;

/** Asks about many recordings, samples of one's own, and long recordings. */
public final class Recordings {

  private Recordings() {}

  public static void main(String[] args) {
    try (EmotionClassifier classifier = EmotionClassifier.bundled()) {
      Stream.of(args).parallel().forEach(file -> System.out.println(answer(classifier, file)));
      System.out.println(ofSamples(classifier, new float[16_000], 16_000).speech());
      System.out.println(overTime(classifier, args[0]));
    }
  }

  /** Of any thread: they share the classifier. */
  static String answer(EmotionClassifier classifier, String file) {
    try {
      Prediction answer = classifier.predict(Path.of(file));
      return answer.speech() ? answer.label() : "no speech";
    } catch (InvalidInputException e) {
      return e.getMessage(); // one sentence: no such file, or no audio in it
    }
  }

  static Prediction ofSamples(EmotionClassifier classifier, float[] samples, int rate) {
    return classifier.predict(new Waveform(samples, rate)); // one channel, from -1 to 1, any rate
  }

  static List<Timeline.Part> overTime(EmotionClassifier classifier, String file) {
    return classifier.timeline(Path.of(file)).parts(); // each with its times and its answer
  }
}
