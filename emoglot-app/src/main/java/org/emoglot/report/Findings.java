package org.emoglot.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.emoglot.data.Utterance;
import org.emoglot.projection.Projector;

/**
 * All that a section can draw on.
 *
 * @param set the runs
 * @param results what the statistics make of them
 * @param curves of the few-shot runs; empty if there are none
 * @param corpora each corpus of a target by itself; empty if no target has several
 * @param projections that are shown too, in their order
 * @param utterances of the targets, by id; empty if they are not known
 */
record Findings(
    RunSet set,
    Results results,
    List<FewShotCurves.Curve> curves,
    List<CorporaSection.Row> corpora,
    List<Projector.Result> projections,
    Map<String, Utterance> utterances) {

  Findings {
    curves = List.copyOf(curves);
    corpora = List.copyOf(corpora);
    projections = List.copyOf(projections);
    utterances = Map.copyOf(utterances);
  }

  /**
   * Reads the projections, and computes the statistics.
   *
   * @param projections folders, as {@code emoglot project} writes them
   * @throws org.emoglot.InvalidInputException if one of these holds no projection, or a damaged one
   */
  static Findings of(RunSet set, Map<String, Utterance> utterances, List<Path> projections) {
    // First what can fail: the statistics take a while.
    List<Projector.Result> shown = projections.stream().map(ProjectionFiles::read).toList();
    return new Findings(
        set,
        Results.of(set),
        FewShotCurves.of(set.curves()),
        CorporaSection.rows(set, utterances),
        shown,
        utterances);
  }

  /** Mean UAR of a system over all settings; empty unless it has a run in each. */
  OptionalDouble meanUar(String system) {
    List<Double> values =
        set.settings().stream()
            .flatMap(setting -> results.cell(setting, system).stream())
            .map(cell -> cell.uar().mean())
            .toList();
    return values.size() < set.settings().size()
        ? OptionalDouble.empty()
        : values.stream().mapToDouble(Double::doubleValue).average();
  }
}
