package org.emoglot.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.experiment.PredictionTable;
import org.emoglot.experiment.RunRecord;
import org.emoglot.experiment.Settings;
import org.emoglot.fuzz.ParserFuzz.Parser;
import org.emoglot.grid.GridRecord;
import org.emoglot.grid.Preset;
import org.emoglot.grid.Space;
import org.emoglot.network.Backbone;
import org.emoglot.pretrain.PretrainingSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged settings, presets, records of runs and grids, tables of predictions, and checkpoints. */
class RunFilesFuzzTest {

  /** A file to be damaged, and who reads it. */
  record Case(String name, String text, Parser parser) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Path HOME = Path.of(System.getProperty("emoglot.home", ".."));
  private static final Path CHECKPOINT = TinyEncoders.goldenFolder("wav2vec2-base-tiny");

  @TempDir Path folder;

  static Stream<Case> cases() throws IOException {
    return Stream.of(
        new Case(
            "settings.yaml",
            """
            # of one's own
            precision: fp32
            adaptation:
              kind: peft
              loraTargets: [q, v]
            training: {steps: 300, learningRate: 1.0e-3}
            loss:
              tau: 0.2
            """,
            file -> Settings.with(AdaptationConfig.Kind.PEFT, file, Map.of())),
        new Case(
            "pretraining.yaml",
            resource(PretrainingSettings.class, "defaults.yaml"),
            file -> PretrainingSettings.with(file, Map.of())),
        new Case(
            "space.yaml",
            "training.learningRate: [0.001, 0.003]\nadaptation.kind: [peft, full]\n",
            Space::read),
        new Case(
            "preset.yaml",
            resource(Preset.class, "local.yaml"),
            file -> Preset.of(file.toString())),
        new Case(
            "run.json",
            Files.readString(
                HOME.resolve("emoglot-lab/src/test/resources/earlier-runs/statistics/run.json")),
            file -> RunRecord.read(file, "run it again")),
        new Case(
            "config.json",
            Files.readString(CHECKPOINT.resolve("config.json")),
            RunFilesFuzzTest::openCheckpoint),
        new Case(
            "preprocessor_config.json",
            Files.readString(CHECKPOINT.resolve("preprocessor_config.json")),
            RunFilesFuzzTest::openCheckpoint),
        new Case("grid.json", GRID, RunFilesFuzzTest::readGrid),
        new Case(
            "predictions.csv",
            "utt_id,split,label,predicted,happy,'=x\nown/a,test,happy,'=x,0.25,7.5e-01\n",
            PredictionTable::read));
  }

  private static final String GRID =
      """
      {"preset": "local", "systems": ["proposed"], "seeds": [0], "hashes": {"preset": "ab"},
       "backbones": {"bySource": {}, "byTarget": {}, "others": "mini"}, "notes": [], "shared": {},
       "cells": [{"setting": "EN-DE", "system": "proposed", "seed": 0, "run": "EN-DE-proposed-0"}]}
      """;

  /** With the other files of the checkpoint beside it. */
  private static void openCheckpoint(Path file) throws IOException {
    for (String name : List.of("config.json", "preprocessor_config.json", "model.safetensors")) {
      if (!Files.exists(file.resolveSibling(name))) {
        Files.copy(CHECKPOINT.resolve(name), file.resolveSibling(name));
      }
    }
    Backbone.open(file.getParent()).weights().close();
  }

  /** As report does: each cell's run is looked for below the grid. */
  private static void readGrid(Path file) {
    GridRecord.read(file, "run it again")
        .cells()
        .forEach(cell -> Files.exists(GridRecord.folder(file.getParent(), cell.run())));
  }

  private static String resource(Class<?> owner, String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(owner.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void read_fewMutations_areTakenOrRefused(Case given) throws IOException {
    run(given, ParserFuzz.FEW);
  }

  @Tag("fuzz")
  @ParameterizedTest
  @MethodSource("cases")
  void read_manyMutations_areTakenOrRefused(Case given) throws IOException {
    run(given, ParserFuzz.MANY);
  }

  private void run(Case given, int count) throws IOException {
    ParserFuzz.run(
        Files.writeString(folder.resolve(given.name()), given.text()), count, given.parser());
  }
}
