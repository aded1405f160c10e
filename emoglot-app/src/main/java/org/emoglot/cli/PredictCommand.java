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
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.ClipStream;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.corpus.AudioFiles;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.LabelSet;
import org.emoglot.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which emotion is heard in audio files. */
@Command(
    name = "predict",
    description = {
      "Says for every audio file which emotion a saved model hears in it, and how sure it is.",
      "A file that cannot be read is reported; the others get their answer, and the exit code is 2."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
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

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = "--format",
      paramLabel = "<format>",
      description = {
        "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}): a table at the end, or for every file"
            + " a line such as {\"path\": ..., \"label\": ..., \"scores\": [{\"label\": ...,"
            + " \"score\": ...}, ...]}, best first."
      })
  private Format format = Format.TABLE;

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
      TextTable table = table(classifier.labels());
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
    try (Progress progress = output.progress("listening", "files", files.size())) {
      ClipStream.predict(
          classifier,
          model.audio(),
          files,
          new ClipStream.Listener() {
            @Override
            public void predicted(Path file, Prediction prediction) {
              done++;
              take(file, prediction, classifier.labels(), table);
              progress.step();
            }

            @Override
            public void failed(Path file, InvalidInputException why) {
              failed.add(new Failed(file.toString(), String.valueOf(why.getMessage())));
              progress.step();
            }
          });
    }
  }

  private void take(Path file, Prediction prediction, LabelSet labels, TextTable table) {
    if (output.json()) {
      answers.add(asObject(file, prediction));
    } else if (format == Format.JSONL) {
      output.line(asObject(file, prediction));
    } else {
      table.row(cells(file, prediction, labels));
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

  private static TextTable table(LabelSet labels) {
    List<String> header = new ArrayList<>(List.of("file", "emotion"));
    header.addAll(labels.names());
    return TextTable.of(header.toArray(String[]::new));
  }

  private static Object[] cells(Path file, Prediction prediction, LabelSet labels) {
    List<Object> cells = new ArrayList<>(List.of(file, prediction.label()));
    for (String label : labels.names()) {
      cells.add(String.format(Locale.ROOT, "%.1f %%", 100 * prediction.score(label)));
    }
    return cells.toArray();
  }

  private static Map<String, Object> asObject(Path file, Prediction prediction) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("path", file.toString());
    object.put("label", prediction.label());
    object.put("scores", prediction.scores());
    return object;
  }
}
