package org.emoglot.grid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.Json;

/** Settings as a file for {@code --settings}, which says where they come from. */
final class SettingsYaml {

  /** What {@code tune} chose. */
  static final String BEST = "best.yaml";

  private static final YAMLMapper YAML =
      YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();

  private SettingsYaml() {}

  /** The value of a setting, as YAML. */
  static String value(Variant variant, String key) {
    JsonNode value = Json.mapper().valueToTree(variant.settings()).at("/" + key.replace('.', '/'));
    return value.isValueNode() ? value.asText() : Json.writeLine(value);
  }

  /** Writes every setting of a variant, so that no later default changes them. */
  static void write(Path file, Variant variant, StudyResults results) {
    StudyResults.Entry entry = results.ranking().get(0);
    List<String> origin =
        List.of(
            "Chosen by emoglot tune. Use it in train and reproduce with --settings <this file> --adapt %s."
                .formatted(results.adaptation()),
            "Development tasks: %s of the preset %s; none of its targets was evaluated."
                .formatted(String.join(", ", results.tasks()), results.preset()),
            "System %s, seeds %s; the best of %d variants by %s."
                .formatted(
                    results.system(),
                    results.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                    results.ranking().size(),
                    results.selection()),
            String.format(
                Locale.ROOT,
                "UAR %.2f %% [%.2f, %.2f] on the %s set; the best of several looks better than it"
                    + " is.",
                100 * entry.uar().mean(),
                100 * entry.uar().interval().low(),
                100 * entry.uar().interval().high(),
                results.set()),
            "Chosen values: " + Json.writeLine(entry.values()),
            "Hash of these settings: " + entry.settingsHash(),
            "Hash of the manifests: " + results.manifests());
    String comments =
        origin.stream()
            .map(line -> "# " + line.replaceAll("\\R", " ") + "\n")
            .collect(Collectors.joining());
    try {
      AtomicFiles.writeString(
          file, comments + YAML.writeValueAsString(Json.mapper().valueToTree(variant.settings())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not representable as YAML: " + variant, e);
    }
  }
}
