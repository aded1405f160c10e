package org.emoglot.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Waveform;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.io.Sha256;

/** Utterances and audio without files. */
public final class Fakes {

  private Fakes() {}

  /** An utterance with an id such as {@code emodb/03-angry-1}. */
  public static Utterance utterance(
      String corpus, String language, String speaker, String label, Split split, int number) {
    String key = speaker + "-" + label + "-" + number;
    return new Utterance(
        corpus + "/" + key,
        corpus,
        Language.of(language),
        speaker,
        label,
        split,
        Path.of("/corpora", corpus, key + ".wav").toAbsolutePath(),
        1.5);
  }

  /** Of every label, for two speakers: 8 for training, 1 for validation, 1 for the test. */
  public static List<Utterance> corpus(String corpus, String language) {
    List<Utterance> utterances = new ArrayList<>();
    for (String speaker : List.of("s1", "s2")) {
      for (String label : LabelSet.FOUR.names()) {
        for (int i = 0; i < 10; i++) {
          Split split = i < 8 ? Split.TRAIN : i < 9 ? Split.VALIDATION : Split.TEST;
          utterances.add(utterance(corpus, language, speaker, label, split, i));
        }
      }
    }
    return utterances;
  }

  /** Half a second whose samples depend on the file's content alone. */
  public static final AudioSource AUDIO_OF_CONTENT = file -> waveform(Sha256.of(file));

  /** Half a second whose samples depend on the file's name alone; reads nothing. */
  public static final AudioSource AUDIO_OF_NAME = file -> waveform(file.toString());

  private static Waveform waveform(String seed) {
    float[] samples = new float[Waveform.MODEL_SAMPLE_RATE / 2];
    samples[0] = seed.hashCode() / (float) Integer.MAX_VALUE;
    samples[1] = Sha256.of(seed).hashCode() / (float) Integer.MAX_VALUE;
    return new Waveform(samples, Waveform.MODEL_SAMPLE_RATE);
  }
}
