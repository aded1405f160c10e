package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.corpus.Corpus;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.doctor.Surroundings;

/**
 * The smallest training there is: a few synthetic clips of four languages, a network of a few
 * thousand numbers, four steps.
 */
final class TinyRun {

  static final Path SPEECH = Surroundings.ofThisProcess().demo();

  /** Of every language and emotion, in the order of their names. */
  private static final List<Split> SPLITS =
      List.of(Split.TRAIN, Split.TRAIN, Split.VALIDATION, Split.TEST);

  private static final List<String> SETTINGS =
      List.of(
          "training.steps=4",
          "training.validateEvery=2",
          "training.warmupSteps=1",
          "batches.languages=2",
          "batches.labels=2",
          "batches.utterances=2",
          "mini.melBins=16",
          "mini.width=16",
          "mini.layers=1",
          "mini.heads=2",
          "mini.feedForwardWidth=32",
          "mini.positionalKernel=3",
          "mini.positionalGroups=4");

  private TinyRun() {}

  /** What makes it tiny, as options of a command; {@code more} come behind, and may override. */
  static List<String> options(String... more) {
    List<String> options = new ArrayList<>();
    if (!List.of(more).contains("--backbone")) {
      options.addAll(List.of("--backbone", "mini"));
    }
    SETTINGS.forEach(setting -> options.addAll(List.of("--set", setting)));
    options.addAll(List.of(more));
    return options;
  }

  /** Writes the manifests of some of the demo's languages, such as {@code de}. */
  static Path manifests(Path folder, String... languages) {
    for (String language : languages) {
      new Manifest(utterances(Corpus.of("synthetic-" + language)))
          .write(folder.resolve(language + ".csv"));
    }
    return folder;
  }

  /** Sixteen clips: four emotions in each of train, train, val and test. */
  static List<Utterance> utterances(Corpus corpus) {
    List<Utterance> utterances = new ArrayList<>();
    Map<String, Integer> found = new HashMap<>();
    for (CorpusClip clip : corpus.reader().read(SPEECH).clips()) {
      int n = found.merge(clip.label(), 1, Integer::sum) - 1;
      if (n < SPLITS.size()) {
        utterances.add(
            new Utterance(
                corpus.id() + "/" + clip.key(),
                corpus.id(),
                corpus.language(),
                clip.speaker(),
                clip.label(),
                SPLITS.get(n),
                clip.file().toAbsolutePath(),
                1));
      }
    }
    return utterances;
  }

  /** Trains {@code proposed} on all but German, with further options. */
  static Captured train(Path manifests, Path out, String... options) {
    return trainTask("all-DE", "proposed", manifests, out, options);
  }

  /** Trains any system for any task. */
  static Captured trainTask(
      String task, String system, Path manifests, Path out, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                "--task",
                task,
                "--system",
                system,
                "--manifests",
                manifests.toString(),
                "--out",
                out.toString()));
    if (!List.of(options).contains("--features")) {
      args.addAll(List.of("--features", "none")); // the user's cache is not for tests
    }
    args.addAll(options(options));
    return Captured.run(args.toArray(String[]::new));
  }
}
