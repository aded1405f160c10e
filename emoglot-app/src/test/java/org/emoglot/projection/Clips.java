package org.emoglot.projection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.sampling.SeededRandom;

/** Made-up clips and embeddings. */
final class Clips {

  static final List<String> EMOTIONS = List.of("angry", "sad");

  private Clips() {}

  static Utterance clip(String language, String speaker, String emotion, int number) {
    String corpus = "corpus-" + language;
    return new Utterance(
        "%s/%s-%s-%02d".formatted(corpus, speaker, emotion, number),
        corpus,
        Language.of(language),
        speaker,
        emotion,
        Split.TRAIN,
        Path.of("/nowhere/" + number + ".wav"),
        1);
  }

  /** German and English, so many speakers of each, so many clips of each emotion of a speaker. */
  static List<Utterance> grid(int speakers, int each) {
    List<Utterance> clips = new ArrayList<>();
    for (String language : List.of("de", "en")) {
      for (int s = 0; s < speakers; s++) {
        for (String emotion : EMOTIONS) {
          for (int i = 0; i < each; i++) {
            clips.add(clip(language, "s" + s, emotion, i));
          }
        }
      }
    }
    return clips;
  }

  /** Noise in [-1, 1] with a fixed seed, to which a test adds what is to be found. */
  static float[][] noise(int items, int width) {
    float[][] noise = new float[items][width];
    for (int i = 0; i < items; i++) {
      SeededRandom random = SeededRandom.of(11, i);
      for (int d = 0; d < width; d++) {
        noise[i][d] = (float) (2 * random.nextDouble() - 1);
      }
    }
    return noise;
  }
}
