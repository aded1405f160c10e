package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.ClipAudio;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;
import org.emoglot.cli.Recordings.Failed;
import org.emoglot.tensor.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Recognises emotions in audio files. */
@Command(
    name = "predict",
    modelTransformer = ListsFormats.class,
    description = {
      "Recognises the emotion in audio files with a saved model, and gives its confidence; for"
          + " longer recordings also the time.",
      "A recording without speech gets no label.",
      "An answer below the threshold of the model is marked as uncertain. A model that was trained"
          + " by this version also names the other emotions that remain possible: the set holds the"
          + " true emotion of nine in ten clips, on average over languages that it has not heard.",
      "If a file cannot be read, the others still get their answer, and the exit code is 2."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot predict recording.wav",
      "  emoglot predict --model runs/all-de/model clip.wav interviews/",
      "  emoglot predict interviews/ --out emotions.csv",
      "  emoglot predict --adapt-to self interviews/",
      "  emoglot predict --format jsonl interviews/ | jq -r .label",
      "  curl -s https://example.org/call.ogg | emoglot predict -",
      "  find /data -name '*.flac' | emoglot predict --files-from - -o emotions.csv",
      "  emoglot predict --json clip.wav"
    })
final class PredictCommand implements Callable<Integer> {

  /** Whether long recordings are cut into segments of speech. */
  enum Segments {
    AUTO,
    OFF;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = "--format",
      paramLabel = "<format>",
      description = {
        "${COMPLETION-CANDIDATES} (default: by the ending of --out, else table): a table and, for"
            + " several files, the count of each emotion; CSV with the columns path, start, end,"
            + " label, uncertain, one per emotion with its probability, and answers (the possible"
            + " emotions, if the model gives them); or one line per file such as {\"path\": ..., \"speech\": true,"
            + " \"label\": ..., \"uncertain\": ..., \"answers\": [...], \"scores\": [{\"label\": ..., \"score\": ...}, ...]}, best first. All print each"
            + " answer as soon as it is known."
      })
  private AnswerPrinter.@Nullable Format format;

  @Option(
      names = "--segments",
      paramLabel = "<when>",
      description = {
        "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}): a recording of more than 8 s gets one"
            + " answer per segment of speech, with its times in seconds, and their mean as the"
            + " answer for the whole; or every file gets one answer."
      })
  private Segments segments = Segments.AUTO;

  @Option(
      names = {"-o", "--out", "--output"},
      paramLabel = "<file>",
      description =
          "The file for the answers (default: standard output); the ending .csv or .jsonl selects"
              + " that format, unless --format says otherwise.")
  private Path out = Path.of("");

  @Mixin private AdaptToOption adaptTo = new AdaptToOption();

  @Mixin private FilesFrom filesFrom = new FilesFrom();

  @Parameters(
      paramLabel = "<file or folder>",
      arity = "0..*",
      description =
          "Audio files, folders with audio files, and - for audio from standard" + " input.")
  private List<String> paths = new ArrayList<>();

  @Mixin private Output output = new Output();

  private final List<Failed> failed = new ArrayList<>();
  private Precision precision = Precision.FP32;

  @Override
  public Integer call() {
    if (filesFrom.isStandardInput() && paths.contains("-")) {
      throw new InvalidInputException(
          "Expected standard input only once, found it as audio and as the list of files.");
    }
    precision = model.precision().orFaster(output);
    ClassSummary summary;
    try (Recordings recordings = Recordings.find(filesFrom.with(paths, "<file or folder>"));
        EmotionClassifier loaded = model.load(precision, output)) {
      failed.addAll(recordings.empty());
      EmotionClassifier classifier = adaptTo.of(loaded, model.audio(output), output);
      summary = new ClassSummary(classifier.labels());
      if (!out.toString().isEmpty()) {
        write(classifier, recordings, summary);
      } else if (output.json()) {
        printObject(classifier, recordings, summary);
      } else {
        print(classifier, recordings, summary);
      }
    }
    failed.forEach(failure -> output.warn(failure.error()));
    if (failed.isEmpty()) {
      return ExitCode.DONE;
    }
    output.warn(
        "%d of %d could not be read.".formatted(failed.size(), failed.size() + summary.files()));
    return ExitCode.BAD_INPUT;
  }

  private void print(EmotionClassifier classifier, Recordings recordings, ClassSummary summary) {
    AnswerPrinter.Format wanted = format == null ? AnswerPrinter.Format.TABLE : format;
    ask(classifier, recordings, summary, printer(wanted, classifier, recordings, output::print));
    if (summary.files() > 1 && wanted == AnswerPrinter.Format.TABLE) {
      output.print(System.lineSeparator() + summary.table());
    } else if (summary.files() > 1) {
      output.note(summary.sentence());
    }
  }

  private void printObject(
      EmotionClassifier classifier, Recordings recordings, ClassSummary summary) {
    List<Map<String, Object>> answers = new ArrayList<>();
    ask(classifier, recordings, summary, answer -> answers.add(answer.asObject()));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("precision", precision);
    object.put("engine", classifier.engine());
    object.putAll(adaptTo.asObject(classifier));
    object.put("predictions", answers);
    object.put("summary", summary.asObject());
    object.put("failed", failed);
    output.result(object, () -> "");
  }

  /** Writes the answers to a file, which is there when all of them are. */
  private void write(EmotionClassifier classifier, Recordings recordings, ClassSummary summary) {
    AnswerPrinter.Format wanted =
        format == null ? AnswerPrinter.Format.ofEnding(out.toString()) : format;
    AnswerFile.write(
        out,
        lines ->
            ask(classifier, recordings, summary, printer(wanted, classifier, recordings, lines)));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("out", out.toString());
    object.putAll(adaptTo.asObject(classifier));
    object.put("summary", summary.asObject());
    object.put("failed", failed);
    output.result(
        object,
        () -> "%s%nWrote %d answers to %s.%n".formatted(summary.table(), summary.files(), out));
  }

  private static AnswerPrinter printer(
      AnswerPrinter.Format wanted,
      EmotionClassifier classifier,
      Recordings recordings,
      Consumer<String> lines) {
    List<String> names = recordings.files().stream().map(recordings::name).toList();
    return wanted.printer(classifier.labels(), classifier.confidence().answerSets(), names, lines);
  }

  private void ask(
      EmotionClassifier classifier,
      Recordings recordings,
      ClassSummary summary,
      AnswerPrinter printer) {
    List<ClipAudio> clips = recordings.files().stream().map(ClipAudio::whole).toList();
    try (Progress progress = output.progress("listening", "files", clips.size())) {
      if (segments == Segments.OFF) {
        adaptTo.predict(
            classifier,
            model.audio(output),
            clips,
            new AnswerListener<Prediction>(
                recordings, summary, printer, progress, failed, Answer::of),
            output);
      } else {
        adaptTo.timelines(
            classifier,
            model.audio(output),
            clips,
            new AnswerListener<Timeline>(
                recordings, summary, printer, progress, failed, Answer::of),
            output);
      }
    }
  }
}
