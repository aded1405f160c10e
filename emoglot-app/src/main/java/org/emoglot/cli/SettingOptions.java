package org.emoglot.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.data.LabelSet;
import org.emoglot.experiment.Settings;
import picocli.CommandLine.Option;

/** Settings that differ from the defaults. */
final class SettingOptions {

  private static final String PRECISION = "precision";

  @Option(
      names = "--settings",
      paramLabel = "<yaml>",
      description = "A file with settings that differ from the defaults.")
  private Path file = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "<key=value>",
      description = "A setting to change, such as training.steps=500.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(
      names = "--precision",
      paramLabel = "<precision>",
      completionCandidates = Choices.Precisions.class,
      description =
          "The number format of the encoder: ${COMPLETION-CANDIDATES}; trained weights stay"
              + " float32. Short for --set precision=<precision>.")
  private String precision = "";

  boolean hasFile() {
    return !file.toString().isEmpty();
  }

  Path file() {
    return file;
  }

  /** Of a training that adapts this much of its encoder, and tells these emotions apart. */
  Settings training(AdaptationConfig.Kind kind, LabelSet labels) {
    return hasFile()
        ? Settings.with(kind, labels, file(), values())
        : Settings.with(kind, labels, values());
  }

  /** Dotted key to YAML value. */
  Map<String, String> values() {
    Map<String, String> all = new LinkedHashMap<>(values);
    if (!precision.isEmpty() && all.put(PRECISION, precision) != null) {
      throw new InvalidInputException(
          "Expected --precision or --set precision, found both: leave one out.");
    }
    return all;
  }
}
