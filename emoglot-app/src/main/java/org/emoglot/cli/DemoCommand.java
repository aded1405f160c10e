package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.corpus.Corpus;
import org.emoglot.data.Language;
import org.emoglot.data.ManifestFolder;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.doctor.Surroundings;
import org.emoglot.experiment.Experiment;
import org.emoglot.experiment.RunRecord;
import org.emoglot.preparation.Preparation;
import org.emoglot.preparation.PreparationOptions;
import org.emoglot.protocol.TrainingSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole way from audio files to predictions, in a minute, on the embedded synthetic corpus. */
@Command(
    name = "demo",
    description = {
      "Trains two systems on four synthetic languages, evaluates them on a fifth, unseen one, runs"
          + " them and the bundled model emoglot-mini on some of its clips, and writes a page with"
          + " figures. Takes a minute on two cores.",
      "The speech is SYNTHETIC: the figures show that everything works, and say nothing about"
          + " people.",
      "The same command resumes a stopped demo, and shows a finished one again."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot demo",
      "  emoglot demo --target it --seed 1 --out demo-it"
    })
final class DemoCommand implements Callable<Integer>, Resumable {

  private static final List<TrainingSystem> SYSTEMS =
      List.of(TrainingSystem.BASELINE2, TrainingSystem.PROPOSED);

  private static final String CORPUS_PREFIX = "synthetic-";

  private static final String PAGE = "demo.html";

  /** The emotions of the clips that are shown, the most different first. */
  private static final List<String> EXAMPLES = List.of("angry", "sad", "happy", "neutral");

  @Option(
      names = "--target",
      paramLabel = "<language>",
      completionCandidates = Targets.class,
      description =
          "The target language, left out of training: ${COMPLETION-CANDIDATES} (default"
              + " ${DEFAULT-VALUE}).")
  private String target = "de";

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description = "Random seed (default ${DEFAULT-VALUE}).")
  private long seed = 0;

  @Option(
      names = {"-o", "--out", "--output"},
      paramLabel = "<folder>",
      description = "The folder of the results (default ${DEFAULT-VALUE}).")
  private Path out =
      Path.of(
          System.getProperty("java.io.tmpdir"), "emoglot-demo-" + System.getProperty("user.name"));

  @Mixin private Output output = new Output();

  private final Path speech = Surroundings.ofThisProcess().demo();
  private final AudioReader audio = new AudioReader(AudioOptions.defaults());

  @Override
  public Integer call() {
    if (corpora().noneMatch(corpus -> corpus.language().equals(Language.of(target)))) {
      throw new InvalidInputException(
          "Expected a language of the demo corpus (%s), found '%s'."
              .formatted(String.join(", ", new Targets()), target));
    }
    output.note(
        "The demo trains on SYNTHETIC speech from %s and writes to %s.".formatted(speech, out));
    ManifestFolder manifests = prepare();
    List<Utterance> clips =
        manifests.all().utterances().stream()
            .filter(clip -> clip.language().equals(Language.of(target)))
            .toList();
    BundledAnswers bundled = BundledAnswers.to(clips, examples(clips), audio);
    DemoTraining training = new DemoTraining(target, seed, out, audio);
    List<RunRecord> runs = new ArrayList<>();
    for (TrainingSystem system : SYSTEMS) {
      runs.add(training.run(system, manifests, output));
    }
    TrainingSystem last = SYSTEMS.get(SYSTEMS.size() - 1);
    Path page = out.resolve(PAGE);
    DemoResult result =
        new DemoResult(
            true,
            out.toString(),
            speech.toString(),
            manifest(Corpus.of(CORPUS_PREFIX + target)).toString(),
            page.toString(),
            runs,
            bundled,
            answers(examples(clips), training.folder(last)));
    DemoText.page(result, training.folder(last)).write(page);
    output.result(result, () -> DemoText.of(result, training.folder(last)));
    return ExitCode.DONE;
  }

  private ManifestFolder prepare() {
    for (Corpus corpus : corpora().toList()) {
      try (Progress progress = output.progress("reading " + corpus.id(), "clips", 0)) {
        Preparation.prepare(corpus, speech, audio, PreparationOptions.of(corpus), progress::update)
            .manifest()
            .write(manifest(corpus));
      }
    }
    return ManifestFolder.read(manifests());
  }

  private Path manifests() {
    return out.resolve("manifests");
  }

  private Path manifest(Corpus corpus) {
    return manifests().resolve(corpus.id() + ".csv");
  }

  /** One of each emotion. */
  private static List<Utterance> examples(List<Utterance> clips) {
    return EXAMPLES.stream()
        .flatMap(
            emotion ->
                clips.stream()
                    .filter(clip -> clip.split() == Split.TEST && clip.label().equals(emotion))
                    .limit(1))
        .toList();
  }

  private List<DemoExample> answers(List<Utterance> clips, Path run) {
    try (EmotionClassifier classifier =
        EmotionClassifier.load(run.resolve(Experiment.MODEL_FOLDER))) {
      return clips.stream()
          .map(
              clip ->
                  DemoExample.of(
                      clip, classifier.predictSpeech(List.of(audio.read(clip.audio()))).get(0)))
          .toList();
    }
  }

  private static Stream<Corpus> corpora() {
    return Stream.of(Corpus.values()).filter(corpus -> corpus.id().startsWith(CORPUS_PREFIX));
  }

  /** The languages of the demo corpus. */
  static final class Targets implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return corpora().map(corpus -> corpus.language().code()).iterator();
    }
  }
}
