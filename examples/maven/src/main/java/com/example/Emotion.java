package com.example;

import java.nio.file.Path;
import org.emoglot.classifier.EmotionClassifier;

/** Prints the emotions of a file. */
public final class Emotion {

  private Emotion() {}

  public static void main(String[] args) {
    EmotionClassifier classifier = EmotionClassifier.bundled(); // or load(Path.of("runs/all-de/model")); close it when done
    System.out.println(classifier.predict(Path.of(args[0])).scores()); // best first; timeline(path) for long recordings
    classifier.close();
  }
}
