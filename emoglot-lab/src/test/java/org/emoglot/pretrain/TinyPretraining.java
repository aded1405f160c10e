package org.emoglot.pretrain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Waveform;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.sampling.SeededRandom;

/**
 * A whole pretraining in a second: a few steps on made-up syllables, of which no file exists. Each
 * {@code with} changes one thing.
 */
record TinyPretraining(
    Path out, Map<String, String> changes, String backbone, long seed, Set<Language> excluded) {

  static final List<String> LANGUAGES = List.of("de", "en", "ur");

  /** Of each language, in the splits train, val and test. */
  static final List<Integer> CLIPS = List.of(8, 2, 2);

  private static final double SECONDS = 1.2;
  private static final int SYLLABLES = 8;

  private static final Map<String, String> TINY =
      Map.ofEntries(
          Map.entry("mini.melBins", "16"),
          Map.entry("mini.stride", "2"),
          Map.entry("mini.width", "32"),
          Map.entry("mini.layers", "1"),
          Map.entry("mini.heads", "2"),
          Map.entry("mini.feedForwardWidth", "64"),
          Map.entry("mini.positionalKernel", "5"),
          Map.entry("mini.positionalGroups", "4"),
          Map.entry("contrastive.negatives", "10"),
          Map.entry("contrastive.entries", "8"),
          Map.entry("contrastive.codeWidth", "16"),
          Map.entry("contrastive.projectionWidth", "16"),
          Map.entry("training.steps", "12"),
          Map.entry("training.warmupSteps", "3"),
          Map.entry("training.validateEvery", "4"),
          Map.entry("training.cropSeconds", "1.0"),
          Map.entry("training.clips", "4"));

  static TinyPretraining in(Path out) {
    return new TinyPretraining(out, Map.of(), PretrainingRequest.MINI, 1, Set.of());
  }

  TinyPretraining with(String key, Object value) {
    Map<String, String> more = new LinkedHashMap<>(changes);
    more.put(key, String.valueOf(value));
    return new TinyPretraining(out, more, backbone, seed, excluded);
  }

  TinyPretraining withBackbone(Path other) {
    return new TinyPretraining(out, changes, other.toString(), seed, excluded);
  }

  TinyPretraining withSeed(long other) {
    return new TinyPretraining(out, changes, backbone, other, excluded);
  }

  TinyPretraining excluding(String language) {
    return new TinyPretraining(out, changes, backbone, seed, Set.of(new Language(language)));
  }

  PretrainingRequest request() {
    Map<String, String> values = new LinkedHashMap<>(TINY);
    values.putAll(changes);
    return new PretrainingRequest(
        utterances(),
        Map.of(),
        List.of(),
        excluded,
        backbone,
        PretrainingSettings.with(values),
        seed,
        out);
  }

  PretrainingRecord run() {
    return run(PretrainingListener.SILENT);
  }

  PretrainingRecord run(PretrainingListener listener) {
    return Pretraining.run(request(), audio(), listener);
  }

  static List<Utterance> utterances() {
    List<Utterance> utterances = new ArrayList<>();
    for (String language : LANGUAGES) {
      int clip = 0;
      for (Split split : Split.values()) {
        for (int i = 0; i < CLIPS.get(split.ordinal()); i++) {
          String name = language + "_" + clip++;
          utterances.add(
              new Utterance(
                  "syllables-" + language + "/" + name,
                  "syllables-" + language,
                  new Language(language),
                  "s",
                  "neutral",
                  split,
                  Path.of("/no/such/folder").resolve(name),
                  SECONDS));
        }
      }
    }
    return utterances;
  }

  /** Syllables of 0.1 s in an order that repeats: what is masked follows from what is not. */
  static AudioSource audio() {
    return file -> {
      String name = String.valueOf(file.getFileName());
      SeededRandom random = SeededRandom.of(name.hashCode());
      float[] samples = new float[(int) (SECONDS * Waveform.MODEL_SAMPLE_RATE)];
      int start = random.nextInt(SYLLABLES);
      int syllable = Waveform.MODEL_SAMPLE_RATE / 10;
      for (int i = 0; i < samples.length; i++) {
        double hertz = 200 * Math.pow(1.5, (start + i / syllable) % SYLLABLES);
        samples[i] =
            (float)
                (0.3 * Math.sin(2 * Math.PI * hertz * i / Waveform.MODEL_SAMPLE_RATE)
                    + 0.01 * (2 * random.nextDouble() - 1));
      }
      return new Waveform(samples, Waveform.MODEL_SAMPLE_RATE);
    };
  }
}
