package org.emoglot.grid;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.Language;
import org.emoglot.experiment.ExperimentRequest;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.protocol.Task;

/**
 * Which encoder a task builds on: the one that matches its source language, or the one for all
 * others.
 *
 * @param bySource language code to folder, hub id or {@link ExperimentRequest#MINI}
 * @param others the encoder of every other source, and of tasks without one
 */
public record Backbones(SortedMap<String, String> bySource, String others) {

  public Backbones {
    SortedMap<String, String> codes = new TreeMap<>();
    bySource.forEach((language, backbone) -> codes.put(Language.of(language).code(), backbone));
    bySource = codes;
  }

  /**
   * Reads what the command line says, over what the preset says.
   *
   * @param texts each {@code EN=<backbone>}, or a backbone for all sources without one; may be
   *     empty
   */
  public static Backbones of(List<String> texts, Preset preset) {
    Map<String, String> bySource = new LinkedHashMap<>();
    String others = "";
    for (String text : texts) {
      String[] parts = text.strip().split("=", 2);
      if (parts.length == 2 && parts[0].matches("[A-Za-z]{2,3}")) {
        bySource.put(parts[0], parts[1]);
      } else if (others.isEmpty()) {
        others = text.strip();
      } else {
        throw new InvalidInputException(
            "Expected one backbone for all sources, found %s and %s: write EN=%s for a single source."
                .formatted(others, text, text));
      }
    }
    SortedMap<String, String> all = new TreeMap<>();
    if (others.isEmpty()) { // one that is named for all replaces the preset's
      preset.backbones().forEach((key, value) -> all.put(Language.of(key).code(), value));
    }
    bySource.forEach((key, value) -> all.put(Language.of(key).code(), value));
    return new Backbones(all, others.isEmpty() ? ExperimentRequest.MINI : others);
  }

  /** The encoder of a task. */
  public String of(Task task) {
    return task.source().map(source -> bySource.getOrDefault(source.code(), others)).orElse(others);
  }

  /** Whether nothing but the built-in small encoder takes part in some tasks. */
  public boolean onlyMini(Preset preset) {
    return preset.settings().stream()
        .allMatch(setting -> of(Task.parse(setting)).equals(ExperimentRequest.MINI));
  }

  /** SHA-256 of all names. */
  public String hash() {
    return Sha256.of(Json.writeLine(this));
  }
}
