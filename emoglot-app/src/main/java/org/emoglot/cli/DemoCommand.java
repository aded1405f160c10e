package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.corpus.Corpus;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.ManifestFolder;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.doctor.Surroundings;
import org.emoglot.experiment.BuiltIn;
import org.emoglot.experiment.Experiment;
import org.emoglot.experiment.ExperimentRequest;
import org.emoglot.experiment.RunRecord;
import org.emoglot.experiment.Settings;
import org.emoglot.preparation.Preparation;
import org.emoglot.preparation.PreparationOptions;
import org.emoglot.protocol.Task;
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

  private static final int HASH_DIGITS = 8;

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

  /**
   * What the demo did.
   *
   * @param synthetic always true: nobody spoke
   * @param folder of manifests and runs
   * @param speech folder of the clips
   * @param manifest of the target
   * @param page the same for a browser
   * @param runs one for each system
   * @param bundled the answers of the bundled model to the clips of the target
   * @param examples clips of the target with the answers of the last system
   */
  record Result(
      boolean synthetic,
      String folder,
      String speech,
      String manifest,
      String page,
      List<RunRecord> runs,
      BundledAnswers bundled,
      List<Example> examples) {}

  /**
   * A clip and its prediction.
   *
   * @param truth the emotion that was synthesised
   * @param label the recognised emotion
   * @param uncertain whether the model marks its answer so
   */
  record Example(
      String path, String truth, String label, boolean uncertain, List<Prediction.Score> scores) {

    static Example of(Utterance clip, Prediction prediction) {
      return new Example(
          clip.path().toString(),
          clip.label(),
          prediction.label(),
          prediction.uncertain(),
          prediction.scores());
    }
  }

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
    List<RunRecord> runs = new ArrayList<>();
    for (TrainingSystem system : SYSTEMS) {
      runs.add(train(system, manifests));
    }
    TrainingSystem last = SYSTEMS.get(SYSTEMS.size() - 1);
    Path page = out.resolve(PAGE);
    Result result =
        new Result(
            true,
            out.toString(),
            speech.toString(),
            manifest(Corpus.of(CORPUS_PREFIX + target)).toString(),
            page.toString(),
            runs,
            bundled,
            answers(examples(clips), folder(last)));
    DemoText.page(result, folder(last)).write(page);
    output.result(result, () -> DemoText.of(result, folder(last)));
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

  private RunRecord train(TrainingSystem system, ManifestFolder manifests) {
    ExperimentRequest request =
        new ExperimentRequest(
            Task.parse("all-" + target),
            system,
            LabelSet.FOUR,
            manifests.all(),
            manifests.fingerprints(),
            BuiltIn.DEFAULT.id(),
            settings(),
            seed,
            folder(system),
            Set.of());
    try (TrainingProgress progress = new TrainingProgress(output, request)) {
      return Experiment.run(request, audio, progress);
    }
  }

  private static Settings settings() {
    return Settings.defaults(AdaptationConfig.Kind.FULL);
  }

  /** Of its own for each target, seed and settings, so that none meets the run of another. */
  private Path folder(TrainingSystem system) {
    return out.resolve(
        "%s-%d-%s/%s"
            .formatted(target, seed, settings().hash().substring(0, HASH_DIGITS), system.id()));
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

  private List<Example> answers(List<Utterance> clips, Path run) {
    try (EmotionClassifier classifier =
        EmotionClassifier.load(run.resolve(Experiment.MODEL_FOLDER))) {
      return clips.stream()
          .map(
              clip ->
                  Example.of(
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
