package org.emoglot.grid;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;

/**
 * The content of {@code grid.json}: what was ever asked for in this folder. A later command may
 * only add systems and seeds, with their cells.
 *
 * @param preset as it was asked for
 * @param systems ids
 * @param seeds of everything random
 * @param hashes SHA-256 by {@code preset}, {@code manifests}, {@code settings}, {@code backbone}
 * @param backbones encoder by source language
 * @param notes what differs from what one might expect, in sentences
 * @param shared run to its settings, of every run that fills several
 * @param cells every place of the table, with the folder below {@code runs} of its run
 */
public record GridRecord(
    String preset,
    List<String> systems,
    List<Long> seeds,
    Map<String, String> hashes,
    Backbones backbones,
    List<String> notes,
    Map<String, List<String>> shared,
    List<Cell> cells) {

  public static final String FILE = "grid.json";

  private static final String ADVICE = "remove it and run the same command again to rewrite it";

  private static final String RUNS = "runs";

  /** What is missing in the records of earlier versions, which knew no backbones of targets. */
  private static final Map<String, ?> LATER = Map.of("backbones/byTarget", Map.of());

  /**
   * Reads the record of a grid.
   *
   * @param advice what the user can do if it is damaged, in the imperative and without a full stop
   * @throws InvalidInputException if the file is missing or damaged
   */
  public static GridRecord read(Path file, String advice) {
    return Json.readRecord(file, GridRecord.class, advice, LATER);
  }

  /**
   * The folder of a run in that of its grid.
   *
   * @throws InvalidInputException if the name is no folder below it
   */
  public static Path folder(Path grid, String run) {
    Path runs = grid.resolve(RUNS).normalize();
    try {
      Path folder = runs.resolve(run).normalize();
      if (folder.startsWith(runs) && !folder.equals(runs)) {
        return folder;
      }
    } catch (InvalidPathException e) {
      throw new InvalidInputException(strange(grid, run), e);
    }
    throw new InvalidInputException(strange(grid, run));
  }

  private static String strange(Path grid, String run) {
    return "Expected the name of a folder below %s as the run of a cell in %s, found '%s': %s."
        .formatted(grid.resolve(RUNS), grid.resolve(FILE), run, ADVICE);
  }

  static GridRecord of(Grid grid) {
    GridRequest request = grid.request();
    return new GridRecord(
        request.presetName(),
        request.systems().stream().map(system -> system.id()).toList(),
        request.seeds(),
        grid.hashes(),
        request.backbones(),
        grid.notes(),
        shared(grid.cells()),
        grid.cells());
  }

  private static Map<String, List<String>> shared(List<Cell> cells) {
    Map<String, List<String>> settings = new LinkedHashMap<>();
    cells.forEach(cell -> settings.merge(cell.run(), List.of(cell.setting()), GridRecord::union));
    settings.values().removeIf(of -> of.size() == 1);
    return settings;
  }

  /**
   * The record of a grid together with what was asked for in its folder before.
   *
   * @throws InvalidInputException if that differs in protocol, data, settings or backbone
   */
  static GridRecord merged(Grid grid) {
    GridRecord now = of(grid);
    Path file = grid.request().out().resolve(FILE);
    return Files.exists(file) ? read(file, ADVICE).with(now, file) : now;
  }

  private GridRecord with(GridRecord now, Path file) {
    now.hashes.forEach(
        (what, hash) -> {
          if (!hash.equals(hashes.get(what))) {
            throw new InvalidInputException(
                "Expected the same %s as in %s, since one table must not mix different ones, found another (%.12s, not %.12s): choose another --out."
                    .formatted(what, file, hash, hashes.get(what)));
          }
        });
    List<Cell> all = union(cells, now.cells);
    return new GridRecord(
        now.preset,
        union(systems, now.systems),
        union(seeds, now.seeds),
        hashes,
        now.backbones,
        now.notes,
        shared(all),
        all);
  }

  private static <T> List<T> union(Collection<T> some, Collection<T> more) {
    LinkedHashSet<T> all = new LinkedHashSet<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }
}
