package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.experiment.Settings;
import org.emoglot.grid.Space;
import org.emoglot.grid.Variant;
import picocli.CommandLine.Option;

/** The settings that a study tries, and those that it sets throughout. */
final class StudySettings {

  @Option(
      names = "--settings",
      paramLabel = "<yaml>",
      description = "A file with settings that differ from the defaults.")
  private Path settings = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "<key=a,b,c>",
      description =
          "The values of a setting to try, such as loss.tau=0.05,0.07,0.1; a single value is set"
              + " throughout.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(
      names = "--space",
      paramLabel = "<yaml>",
      description = "The same in a file of lists, such as 'loss.tau: [0.05, 0.07, 0.1]'.")
  private Path space = Path.of("");

  /**
   * What is tried.
   *
   * @throws InvalidInputException if no setting has several values
   */
  Space space() {
    Space asked = Space.of(values);
    Space all = space.toString().isEmpty() ? asked : Space.read(space).with(asked);
    if (all.factors().isEmpty()) {
      throw new InvalidInputException(
          "Expected a setting with several values to try, such as --set loss.tau=0.05,0.07,0.1,"
              + " found none.");
    }
    return all;
  }

  /** The settings with some values changed. */
  Settings of(AdaptationConfig.Kind kind, Map<String, String> changed) {
    return settings.toString().isEmpty()
        ? Settings.with(kind, changed)
        : Settings.with(kind, settings, changed);
  }

  /** The settings of each way to choose values. */
  List<Variant> variants(AdaptationConfig.Kind kind, Space all, List<Map<String, String>> ways) {
    List<Variant> variants = new ArrayList<>();
    for (Map<String, String> way : ways) {
      Map<String, String> together = new LinkedHashMap<>(all.fixed());
      together.putAll(way);
      variants.add(new Variant(way, of(kind, together)));
    }
    return variants;
  }
}
