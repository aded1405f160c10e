package org.emoglot.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Waveform;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.sampling.SeededRandom;

/**
 * A made-up corpus in which the emotion is the frequency of a tone burst: trivially separable, and
 * no file of it exists. A clip follows from its file name, {@code de_s0_angry_3.tone}.
 */
final class ToneCorpus {

  static final List<String> LANGUAGES = List.of("de", "en", "es");
  static final List<String> SPEAKERS = List.of("s0", "s1");

  /** Clips by speaker and emotion: those for training, then one to validate and one to test. */
  private static final int CLIPS = 5;

  static final int TRAINING_PER_LANGUAGE = (CLIPS - 2) * SPEAKERS.size() * LabelSet.FOUR.size();

  static final int VALIDATION_PER_LANGUAGE = SPEAKERS.size() * LabelSet.FOUR.size();
  static final int TEST_PER_LANGUAGE = VALIDATION_PER_LANGUAGE;
  static final int PER_LANGUAGE = CLIPS * SPEAKERS.size() * LabelSet.FOUR.size();

  private static final double[] EMOTION_HERTZ = {300, 800, 1800, 4000};
  private static final double SECONDS = 0.4;
  private static final double NOISE = 0.01;

  private ToneCorpus() {}

  /** All utterances of all languages, as if they lay under {@code root}. */
  static Manifest manifest(Path root) {
    List<Utterance> utterances = new ArrayList<>();
    for (String language : LANGUAGES) {
      for (String speaker : SPEAKERS) {
        for (String label : LabelSet.FOUR.names()) {
          for (int clip = 0; clip < CLIPS; clip++) {
            String name = "%s_%s_%s_%d".formatted(language, speaker, label, clip);
            utterances.add(
                new Utterance(
                    corpus(language) + "/" + name,
                    corpus(language),
                    new Language(language),
                    speaker,
                    label,
                    split(clip),
                    root.resolve(language).resolve(name + ".tone"),
                    SECONDS));
          }
        }
      }
    }
    return new Manifest(utterances);
  }

  /** The same utterances, where each emotion of some is called by the next one's name. */
  static Manifest relabelled(Manifest manifest, Predicate<Utterance> which) {
    return new Manifest(
        manifest.utterances().stream()
            .map(
                u ->
                    which.test(u)
                        ? new Utterance(
                            u.id(),
                            u.corpus(),
                            u.language(),
                            u.speaker(),
                            LabelSet.FOUR.name((LabelSet.FOUR.index(u.label()) + 1) % 4),
                            u.split(),
                            u.path(),
                            u.seconds())
                        : u)
            .toList());
  }

  static String corpus(String language) {
    return "tones-" + language;
  }

  private static Split split(int clip) {
    return switch (clip) {
      case CLIPS - 1 -> Split.TEST;
      case CLIPS - 2 -> Split.VALIDATION;
      default -> Split.TRAIN;
    };
  }

  /** Synthesises the clip that a file is named after. */
  static AudioSource audio() {
    return file -> synthesise(String.valueOf(file.getFileName()).replace(".tone", ""));
  }

  private static Waveform synthesise(String name) {
    String[] parts = name.split("_", -1);
    int emotion = LabelSet.FOUR.index(parts[2]);
    double hertz =
        EMOTION_HERTZ[emotion]
            * (1 + 0.02 * LANGUAGES.indexOf(parts[0]) + 0.01 * SPEAKERS.indexOf(parts[1]));
    SeededRandom random = SeededRandom.of(name.hashCode());
    float[] samples =
        new float[(int) (Waveform.MODEL_SAMPLE_RATE * SECONDS * (1 + 0.3 * random.nextDouble()))];
    int burst = (int) (samples.length * (0.1 + 0.4 * random.nextDouble()));
    int burstEnd = burst + samples.length / 4;
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (NOISE * (2 * random.nextDouble() - 1));
      if (i >= burst && i < burstEnd) {
        samples[i] +=
            (float) (0.3 * Math.sin(2 * Math.PI * hertz * i / Waveform.MODEL_SAMPLE_RATE));
      }
    }
    return new Waveform(samples, Waveform.MODEL_SAMPLE_RATE);
  }
}
