package org.emoglot.grid;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.data.Language;
import org.emoglot.experiment.BuiltIn;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.protocol.Task;

/**
 * Which encoder a task builds on: the one that belongs to its target, which must not have heard it;
 * or else the one that matches its source language; or else the one for all others.
 *
 * @param bySource language code to folder, hub id or the name of a {@link BuiltIn} encoder
 * @param byTarget the same for targets
 * @param others the encoder of every other task
 */
public record Backbones(
    SortedMap<String, String> bySource, SortedMap<String, String> byTarget, String others) {

  private static final Pattern SOURCE = Pattern.compile("[A-Za-z]{2,3}");
  private static final Pattern TARGET = Pattern.compile("\\*-([A-Za-z]{2,3})");

  public Backbones {
    bySource = codes(bySource);
    byTarget = codes(byTarget);
  }

  private static SortedMap<String, String> codes(Map<String, String> byLanguage) {
    SortedMap<String, String> codes = new TreeMap<>();
    byLanguage.forEach((language, name) -> codes.put(Language.of(language).code(), name));
    return codes;
  }

  /**
   * Reads what the command line says, over what the preset says.
   *
   * @param texts each {@code EN=<backbone>} for a source, {@code *-DE=<backbone>} for a target, or
   *     a backbone for all others; may be empty
   */
  public static Backbones of(List<String> texts, Preset preset) {
    Map<String, String> named = new LinkedHashMap<>();
    String others = "";
    for (String text : texts) {
      String[] parts = text.strip().split("=", 2);
      if (parts.length == 2 && isKey(parts[0])) {
        named.put(parts[0], parts[1]);
      } else if (others.isEmpty()) {
        others = text.strip();
      } else {
        throw new InvalidInputException(
            "Expected one backbone for all sources, found %s and %s: write EN=%s for a single source, *-DE=%s for a single target."
                .formatted(others, text, text, text));
      }
    }
    Map<String, String> all = new LinkedHashMap<>();
    if (others.isEmpty()) { // one that is named for all replaces the preset's
      all.putAll(preset.backbones());
    }
    all.putAll(named);
    SortedMap<String, String> bySource = new TreeMap<>();
    SortedMap<String, String> byTarget = new TreeMap<>();
    all.forEach(
        (key, value) -> {
          Matcher target = TARGET.matcher(key);
          if (target.matches()) {
            byTarget.put(Language.of(target.group(1)).code(), value);
          } else {
            bySource.put(Language.of(key).code(), value);
          }
        });
    return new Backbones(bySource, byTarget, others.isEmpty() ? BuiltIn.DEFAULT.id() : others);
  }

  private static boolean isKey(String text) {
    return SOURCE.matcher(text).matches() || TARGET.matcher(text).matches();
  }

  /** The encoder of a task. */
  public String of(Task task) {
    String bySourceOrOther =
        task.source().map(source -> bySource.getOrDefault(source.code(), others)).orElse(others);
    return task.target()
        .map(target -> byTarget.getOrDefault(target.code(), bySourceOrOther))
        .orElse(bySourceOrOther);
  }

  /** What is trained of encoders where nobody says so: all of built-in ones, adapters of others. */
  public AdaptationConfig.Kind usualAdaptation(Preset preset) {
    boolean builtIn =
        preset.settings().stream().allMatch(setting -> BuiltIn.isNamed(of(Task.parse(setting))));
    return builtIn ? AdaptationConfig.Kind.FULL : AdaptationConfig.Kind.PEFT;
  }

  /** SHA-256 of all names. */
  public String hash() {
    return Sha256.of(Json.writeLine(this));
  }
}
