package org.emoglot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.io.Json;
import org.emoglot.metric.Answers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** On a grid of two settings, three systems and two seeds, of which one run is missing. */
abstract class ReportGrid {

  static final List<String> SETTINGS = List.of("EN-DE", "ZH-DE");
  private static final Map<String, Double> SYSTEMS =
      Map.of("baseline2", 0.5, "proposed", 0.85, "proposed-no-supclr", 0.6);

  @TempDir Path folder;
  private final Map<String, List<Answers>> answers = new HashMap<>();

  @BeforeEach
  void writeGrid() {
    List<Map<String, Object>> cells = new ArrayList<>();
    for (String setting : SETTINGS) {
      SYSTEMS.forEach(
          (system, chance) -> {
            for (long seed = 0; seed < 2; seed++) {
              String run = "%s-%s-%d".formatted(setting, system, seed);
              cells.add(Map.of("setting", setting, "system", system, "seed", seed, "run", run));
              if (!run.equals("ZH-DE-proposed-no-supclr-1")) {
                answers
                    .computeIfAbsent(setting + " " + system, k -> new ArrayList<>())
                    .add(
                        SyntheticRuns.write(
                            folder.resolve("runs").resolve(run),
                            SyntheticRuns.Spec.of(setting, system, seed, chance)));
              }
            }
          });
    }
    Json.write(
        folder.resolve("grid.json"),
        Map.of(
            "preset",
            "paper",
            "systems",
            List.copyOf(SYSTEMS.keySet()),
            "seeds",
            List.of(0, 1),
            "hashes",
            Map.of(),
            "backbones",
            Map.of("bySource", Map.of(), "others", "mini"),
            "notes",
            List.of(),
            "shared",
            Map.of(),
            "cells",
            cells));
  }

  final List<Answers> answersOf(String cell) {
    return answers.getOrDefault(cell, List.of());
  }

  final Captured report(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "report", "--grid", folder.toString(), "--out", folder.resolve("out").toString()));
    args.addAll(List.of(more));
    return Captured.run(args.toArray(String[]::new));
  }

  final String read(String file) throws IOException {
    return Files.readString(folder.resolve("out").resolve(file));
  }

  final List<String> lines(String... parts) throws IOException {
    return read("report.md")
        .lines()
        .filter(line -> Arrays.stream(parts).allMatch(line::contains))
        .toList();
  }
}
