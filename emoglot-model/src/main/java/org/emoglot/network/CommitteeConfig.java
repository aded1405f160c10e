package org.emoglot.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.Confidence;
import org.emoglot.data.LabelSet;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.unlabelled.SourceLogits;

/**
 * The config.json of a committee.
 *
 * @param labels emotions in the order of the members' logits
 * @param members their folders below that of the committee, such as {@code members/0}; at least two
 * @param heard every corpus that a member has heard
 * @param confidence how far to trust the common answers
 * @param source how they answer the training languages
 */
record CommitteeConfig(
    LabelSet labels,
    List<String> members,
    HeardDeclaration heard,
    Confidence confidence,
    SourceLogits source) {

  static final String MODEL_TYPE = "emoglot-committee";

  private static final String MEMBERS = "members";

  CommitteeConfig {
    members = List.copyOf(members);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = ConfigFile.begin(MODEL_TYPE, labels);
    json.put(MEMBERS, members);
    ConfigFile.end(json, heard, confidence, source);
    return json;
  }

  static CommitteeConfig read(Path folder) {
    ConfigFile config = ConfigFile.of(folder);
    return new CommitteeConfig(
        config.labels(), members(config), config.heard(), config.confidence(), config.source());
  }

  /**
   * Refuses a committee where one encoder is needed.
   *
   * @throws InvalidInputException that names a member to take in its place
   */
  static void requireOneModel(ConfigFile config) {
    if (config.is(MODEL_TYPE)) {
      List<String> members = members(config);
      Path folder = config.file().resolveSibling(members.get(0));
      throw new InvalidInputException(
          "Expected one encoder in %s, found a committee of %d models: name one of its members, such as %s."
              .formatted(config.file(), members.size(), folder));
    }
  }

  private static List<String> members(ConfigFile config) {
    JsonNode list = config.required(MEMBERS);
    List<String> members = new ArrayList<>();
    for (JsonNode member : list) {
      if (!member.isTextual() || !isBelow(member.asText())) {
        throw invalid(config, list);
      }
      members.add(member.asText());
    }
    if (!list.isArray() || members.size() < 2) {
      throw invalid(config, list);
    }
    return members;
  }

  /** Whether a path stays in the committee's folder. */
  private static boolean isBelow(String path) {
    try {
      Path normal = Path.of(path).normalize();
      return !normal.isAbsolute() && !normal.toString().isEmpty() && !normal.startsWith("..");
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static InvalidInputException invalid(ConfigFile config, JsonNode found) {
    return new InvalidInputException(
        "Expected two or more folders below that of the committee for %s in %s, found %s."
            .formatted(MEMBERS, config.file(), found));
  }
}
