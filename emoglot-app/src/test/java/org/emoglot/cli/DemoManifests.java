package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.corpus.Corpus;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.data.Language;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;

/** Manifests of demo speech under other names than its own. */
final class DemoManifests {

  /** Of every emotion: four to train on, one to validate on, two to test. */
  private static final List<Split> SPLITS =
      List.of(
          Split.TRAIN,
          Split.TRAIN,
          Split.TRAIN,
          Split.TRAIN,
          Split.VALIDATION,
          Split.TEST,
          Split.TEST);

  /** What every other clip of an emotion is called where there are six. */
  private static final Map<String, String> FURTHER = Map.of("neutral", "fear", "sad", "disgust");

  private DemoManifests() {}

  /**
   * Speech of one language of the demo as a corpus of any name and language; seven of an emotion.
   */
  static void write(Path folder, String corpus, String language, String demo) {
    write(folder, corpus, language, demo, false);
  }

  /** The same with six emotions. */
  static void writeSix(Path folder, String corpus, String language, String demo) {
    write(folder, corpus, language, demo, true);
  }

  private static void write(Path folder, String corpus, String language, String demo, boolean six) {
    List<Utterance> utterances = new ArrayList<>();
    Map<String, Integer> read = new HashMap<>();
    Map<String, Integer> found = new HashMap<>();
    for (CorpusClip clip : Corpus.of("synthetic-" + demo).reader().read(TinyRun.SPEECH).clips()) {
      boolean other = six && read.merge(clip.label(), 1, Integer::sum) % 2 == 0;
      String label = other ? FURTHER.getOrDefault(clip.label(), clip.label()) : clip.label();
      int n = found.merge(label, 1, Integer::sum) - 1;
      if (n < SPLITS.size()) {
        utterances.add(
            new Utterance(
                corpus + "/" + clip.key(),
                corpus,
                Language.of(language),
                clip.speaker(),
                label,
                SPLITS.get(n),
                clip.file().toAbsolutePath(),
                1));
      }
    }
    new Manifest(utterances).write(folder.resolve(corpus + ".csv"));
  }
}
