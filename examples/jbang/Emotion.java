///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.emoglot:emoglot-mini:0.1.0-SNAPSHOT

import java.nio.file.Path;
import org.emoglot.classifier.EmotionClassifier;

/** Prints the emotions of a file. */
class Emotion {
  public static void main(String[] args) throws Exception {
    try (EmotionClassifier classifier = EmotionClassifier.bundled()) {
      System.out.println(classifier.predict(Path.of(args[0])).scores());
    }
  }
}
