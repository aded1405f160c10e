package org.emoglot.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.ClipStream;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;
import org.emoglot.corpus.AudioFiles;
import org.emoglot.corpus.ClipName;
import org.emoglot.data.LabelSet;
import org.emoglot.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which emotion is heard in audio files. */
@Command(
    name = "predict",
    description = {
      "Says for every audio file which emotion a saved model hears in it, and how sure it is; of a"
          + " longer recording also when.",
      "An answer that is less sure than the model asks for is marked as uncertain.",
      "A file that cannot be read is reported; the others get their answer, and the exit code is 2."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot predict recording.wav",
      "  emoglot predict --model runs/all-de/model clip.wav interviews/",
      "  emoglot predict --model runs/all-de/model --format jsonl interviews/ > emotions.jsonl",
      "  emoglot predict --model runs/all-de/model --json clip.wav"
    })
final class PredictCommand implements Callable<Integer> {

  /** How the answers are printed. */
  enum Format {
    /** For people, when all is done. */
    TABLE,
    /** One JSON object a line, batch by batch. */
    JSONL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether long recordings are cut into stretches of speech. */
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
        "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}): a table at the end, or for every file"
            + " a line such as {\"path\": ..., \"label\": ..., \"uncertain\": ..., \"scores\": [{\"label\": ...,"
            + " \"score\": ...}, ...]}, best first."
      })
  private Format format = Format.TABLE;

  @Option(
      names = "--segments",
      paramLabel = "<when>",
      description = {
        "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}): a recording of more than "
            + "8 s gets an answer for every stretch of speech in it, with its times in seconds, and"
            + " their mean as the answer to the whole; or every file gets one answer."
      })
  private Segments segments = Segments.AUTO;

  @Parameters(
      paramLabel = "<file or folder>",
      arity = "1..*",
      description = "Audio files, and folders that are searched for audio files.")
  private List<Path> paths = new ArrayList<>();

  @Mixin private Output output = new Output();

  private final List<Map<String, Object>> answers = new ArrayList<>();
  private final List<Failed> failed = new ArrayList<>();
  private int done;

  /** A file that could not be used, and why. */
  private record Failed(String path, String error) {}

  @Override
  public Integer call() {
    Set<Path> files = new LinkedHashSet<>();
    paths.forEach(path -> find(path, files));
    try (EmotionClassifier classifier = model.load()) {
      TextTable table = PredictionText.table(classifier.labels());
      predict(classifier, new ArrayList<>(files), table);
      report(table);
    }
    failed.forEach(failure -> output.warn(failure.error()));
    if (failed.isEmpty()) {
      return ExitCode.DONE;
    }
    output.warn("%d of %d could not be read.".formatted(failed.size(), failed.size() + done));
    return ExitCode.BAD_INPUT;
  }

  private void find(Path path, Set<Path> files) {
    if (!Files.isDirectory(path)) {
      files.add(path); // whatever is wrong with it, the reader says
      return;
    }
    AudioFiles found = AudioFiles.under(path);
    found.clips().stream().map(ClipName::file).forEach(files::add);
    if (found.clips().isEmpty()) {
      failed.add(
          new Failed(
              path.toString(),
              "Expected audio files below %s, found none among %d files."
                  .formatted(path, found.others())));
    }
  }

  private void predict(EmotionClassifier classifier, List<Path> files, TextTable table) {
    LabelSet labels = classifier.labels();
    try (Progress progress = output.progress("listening", "files", files.size())) {
      if (segments == Segments.OFF) {
        ClipStream.predict(
            classifier,
            model.audio(),
            files,
            new Answers<Prediction>(
                progress, (file, answer) -> take(file, answer, List.of(), labels, table)));
      } else {
        ClipStream.timelines(
            classifier,
            model.audio(),
            files,
            new Answers<Timeline>(
                progress,
                (file, answer) -> take(file, answer.overall(), found(answer), labels, table)));
      }
    }
  }

  /** Counts answers, and files that have none. */
  private final class Answers<A> implements ClipStream.Listener<A> {
    private final Progress progress;
    private final BiConsumer<Path, A> answers;

    Answers(Progress progress, BiConsumer<Path, A> answers) {
      this.progress = progress;
      this.answers = answers;
    }

    @Override
    public void predicted(Path file, A answer) {
      done++;
      answers.accept(file, answer);
      progress.step();
    }

    @Override
    public void failed(Path file, InvalidInputException why) {
      failed.add(new Failed(file.toString(), String.valueOf(why.getMessage())));
      progress.step();
    }
  }

  /** The stretches of a recording that was searched for speech. */
  private List<Timeline.Part> found(Timeline timeline) {
    if (!timeline.isWhole() && timeline.parts().isEmpty()) {
      output.note("No speech was found: the answer is to the whole recording.");
    }
    return timeline.isWhole() ? List.of() : timeline.parts();
  }

  private void take(
      Path file,
      Prediction prediction,
      List<Timeline.Part> parts,
      LabelSet labels,
      TextTable table) {
    if (output.json()) {
      answers.add(PredictionText.asObject(file, prediction, parts));
    } else if (format == Format.JSONL) {
      output.line(PredictionText.asObject(file, prediction, parts));
    } else {
      PredictionText.rows(table, file, prediction, parts, labels);
    }
  }

  private void report(TextTable table) {
    if (output.json() || (format == Format.TABLE && done > 0)) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("precision", model.precision());
      object.put("predictions", answers);
      object.put("failed", failed);
      output.result(object, table::toString);
    }
  }
}
