package com.example;

import java.nio.file.Path;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;

/** Prints the emotion of each file. */
public final class Emotion {

  private Emotion() {}

  public static void main(String[] args) throws Exception {
    try (EmotionClassifier classifier = EmotionClassifier.bundled()) {
      for (String file : args) {
        Prediction answer = classifier.predict(Path.of(file));
        System.out.println(file + ": " + (answer.speech() ? answer.label() : "no speech"));
      }
    }
  }
}
