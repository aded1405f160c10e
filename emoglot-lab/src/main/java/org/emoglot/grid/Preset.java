package org.emoglot.grid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.Corpus;
import org.emoglot.data.Language;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.protocol.Task;

/**
 * A protocol: which tasks there are, on which corpora. Two are built in, {@code paper} and {@code
 * local}; a YAML file of the same form defines any other, and only needs {@code settings}.
 *
 * @param settings tasks as {@link Task#parse} reads them, at least one, each once
 * @param corpora ids of the corpora that take part; if empty, every one with a manifest
 * @param paperCounts whether these corpora must have the paper's sizes
 * @param training by target language, what the paper says of the training on all others; for
 *     comparison
 * @param backbones by source language, the encoder that matches it, or, as in {@code *-DE}, by
 *     target; may be empty
 */
public record Preset(
    List<String> settings,
    List<String> corpora,
    boolean paperCounts,
    Map<String, TrainingSize> training,
    Map<String, String> backbones) {

  /** The names of those that are built in. */
  public static final List<String> BUILT_IN = List.of("paper", "local");

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  public Preset {
    settings = settings.stream().map(setting -> setting.strip()).toList();
    corpora = List.copyOf(corpora);
    training = Map.copyOf(training);
    backbones = Map.copyOf(backbones);
    if (settings.isEmpty()) {
      throw new InvalidInputException("Expected at least one setting, such as EN-DE, found none.");
    }
    if (settings.stream().map(Task::parse).distinct().count() != settings.size()) {
      throw new InvalidInputException("Expected every setting only once, found " + settings + ".");
    }
    if (paperCounts) {
      corpora.forEach(Preset::requireCounts);
    }
  }

  private static void requireCounts(String corpus) {
    if (!Corpus.of(corpus).splitRule().inCounts()) {
      throw new InvalidInputException(
          "Expected a corpus of the paper with paperCounts, found " + corpus + ".");
    }
  }

  /**
   * Finds a preset.
   *
   * @param nameOrFile one that is built in, or a YAML file
   * @throws InvalidInputException if there is neither, or the file is no preset
   */
  public static Preset of(String nameOrFile) {
    if (!BUILT_IN.contains(nameOrFile)) {
      return parse(read(Path.of(nameOrFile)), nameOrFile);
    }
    String resource = nameOrFile + ".yaml";
    try (InputStream in =
        Objects.requireNonNull(Preset.class.getResourceAsStream(resource), resource)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), resource);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + resource + ": " + e.getMessage(), e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          "Expected a preset %s or a YAML file, found nothing at %s."
              .formatted(String.join(", ", BUILT_IN), file),
          e);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          "Expected a preset in UTF-8 at %s, found bytes of another encoding: save it as UTF-8."
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Preset parse(String yaml, String origin) {
    try {
      JsonNode read = YAML.readTree(yaml);
      if (!read.isObject()) {
        throw new InvalidInputException(
            "Expected a preset with settings in %s, found %s.".formatted(origin, read));
      }
      ObjectNode tree = YAML.createObjectNode();
      tree.putArray("corpora");
      tree.put("paperCounts", false);
      tree.putObject("training");
      tree.putObject("backbones");
      tree.setAll((ObjectNode) read);
      return YAML.treeToValue(tree, Preset.class);
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof InvalidInputException invalid) {
        throw invalid;
      }
      throw new InvalidInputException(
          "Expected a preset (settings, corpora, paperCounts, training, backbones) in %s, found: %s."
              .formatted(origin, e.getOriginalMessage().lines().findFirst().orElse("no YAML")),
          e);
    }
  }

  /** What the paper says of a task's training on all languages but the target. */
  public Optional<TrainingSize> trainingOf(Task task) {
    return training.entrySet().stream()
        .filter(entry -> task.target().stream().anyMatch(Language.of(entry.getKey())::equals))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** SHA-256 of settings and corpora: grids of one folder share it. */
  public String hash() {
    return Sha256.of(Json.writeLine(List.of(settings, corpora, paperCounts)));
  }
}
