package org.emoglot.grid;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.Corpus;
import org.emoglot.corpus.PaperCounts;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import org.emoglot.protocol.Plan;
import org.emoglot.protocol.Task;
import org.emoglot.protocol.TrainingSystem;

/**
 * Every setting, system and seed that was asked for, and the trainings that fill them. {@code
 * baseline2} of EN-DE and of CN-DE, say, see the same utterances in every stage: with the same
 * backbone they are one training, named after the preset's first such setting, whatever part of the
 * preset was asked for.
 *
 * <p>A system that needs a source language has no cell in a setting without one. With shots, every
 * system that trains on other languages than the target has one more training for each number of
 * them; the shots are drawn by the seed.
 */
public final class Grid {

  private final GridRequest request;
  private final Manifest manifest;
  private final List<String> notes = new ArrayList<>();
  private final Map<String, GridRun> runs = new LinkedHashMap<>();
  private final List<Cell> cells = new ArrayList<>();
  private final Map<String, String> stemOfContent = new HashMap<>();

  private Grid(GridRequest request) {
    this.request = request;
    this.manifest = takingPart();
    checkCounts();
    for (String setting : request.preset().settings()) {
      Task task = Task.parse(setting);
      String backbone = request.backbones().of(task);
      for (TrainingSystem system : request.systems()) {
        if (applies(task, system)) {
          Plan plan = Plan.of(task, system, request.labels(), manifest);
          request.seeds().forEach(seed -> add(setting, plan, seed, backbone));
        }
      }
    }
    addFewShot();
    if (cells.isEmpty()) {
      throw new InvalidInputException(
          "Expected a system that fits the settings %s, found %s, which need a source language."
              .formatted(request.preset().settings(), request.systems()));
    }
  }

  /**
   * Plans a grid; nothing is read but what the request holds.
   *
   * @throws InvalidInputException if a corpus is missing, has another size than the preset asks
   *     for, or a setting cannot be planned
   */
  public static Grid of(GridRequest request) {
    return new Grid(request);
  }

  private static boolean applies(Task task, TrainingSystem system) {
    return system.trains() != TrainingSystem.Trains.SOURCE || task.source().isPresent();
  }

  /** After all others, so that a table is filled before its curves are drawn. */
  private void addFewShot() {
    for (int shots : request.shots().stream().filter(k -> k != 0).toList()) {
      for (String setting : request.preset().settings()) {
        Task task = Task.parse(setting);
        for (TrainingSystem system : request.systems()) {
          if (applies(task, system) && system.zeroShot() && task.target().isPresent()) {
            for (long seed : request.seeds()) {
              Plan plan = Plan.of(task, system, request.labels(), manifest, shots, seed);
              add(setting, plan, seed, request.backbones().of(task));
            }
          }
        }
      }
    }
  }

  private void add(String setting, Plan plan, long seed, String backbone) {
    int shots = plan.shots().perEmotion();
    String first =
        setting + "-" + plan.system().id() + (shots == 0 ? "" : "-%d-shot".formatted(shots));
    String stem = stemOfContent.computeIfAbsent(GridRun.content(plan, backbone), content -> first);
    String name = stem + "-" + seed;
    runs.putIfAbsent(name, new GridRun(name, plan, seed, backbone, request.settings()));
    cells.add(new Cell(setting, plan.system().id(), seed, name));
  }

  private Manifest takingPart() {
    Set<String> wanted = Set.copyOf(request.preset().corpora());
    if (wanted.isEmpty()) {
      return request.manifest();
    }
    Set<String> present =
        request.manifest().utterances().stream()
            .map(Utterance::corpus)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String corpus : request.preset().corpora()) {
      if (!present.contains(corpus)) {
        throw new InvalidInputException(
            "Expected manifests of the corpora %s of the preset %s, found none of %s: prepare it, or write a preset without it."
                .formatted(
                    String.join(", ", request.preset().corpora()), request.presetName(), corpus));
      }
    }
    present.removeAll(wanted);
    if (!present.isEmpty()) {
      notes.add(
          "Skipped, since the preset does not name them: " + String.join(", ", present) + ".");
    }
    return new Manifest(
        request.manifest().utterances().stream().filter(u -> wanted.contains(u.corpus())).toList());
  }

  private void checkCounts() {
    if (!request.preset().paperCounts()) {
      return;
    }
    for (String corpus : request.preset().corpora()) {
      List<Utterance> utterances =
          manifest.utterances().stream().filter(u -> u.corpus().equals(corpus)).toList();
      Optional<String> mismatch = PaperCounts.mismatch(Corpus.of(corpus).description(), utterances);
      if (mismatch.isPresent() && request.countsChecked()) {
        throw new InvalidInputException(
            mismatch.get()
                + ": complete the corpus and prepare it again, or accept it with"
                + " --allow-count-mismatch.");
      }
      mismatch.ifPresent(text -> notes.add(text + "."));
    }
  }

  /** What was asked for. */
  public GridRequest request() {
    return request;
  }

  /** The utterances that take part. */
  public Manifest manifest() {
    return manifest;
  }

  /** What differs from what one might expect, in sentences. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Every place of the table, in the preset's order. */
  public List<Cell> cells() {
    return List.copyOf(cells);
  }

  /** Every training, once, in the order of the first cell that it fills. */
  public List<GridRun> runs() {
    return List.copyOf(runs.values());
  }

  /** Every training, and what they have in common. */
  public Workload workload() {
    return new Workload(
        request.labels(),
        manifest,
        request.manifestFingerprints(),
        request.allowHeard(),
        request.out(),
        request.unlabelled(),
        runs());
  }

  /** The training of a cell. */
  public GridRun run(Cell cell) {
    return Objects.requireNonNull(runs.get(cell.run()));
  }

  /** What grids of one folder share, by its name: SHA-256 each. */
  public Map<String, String> hashes() {
    Map<String, String> hashes = new LinkedHashMap<>();
    hashes.put("preset", request.preset().hash());
    hashes.put("manifests", manifest.fingerprint());
    hashes.put("settings", request.settings().hash());
    hashes.put("backbone", request.backbones().hash());
    return hashes;
  }
}
