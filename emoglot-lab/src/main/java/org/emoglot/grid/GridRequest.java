package org.emoglot.grid;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.experiment.Settings;
import org.emoglot.protocol.TrainingSystem;

/**
 * What a grid is asked for.
 *
 * @param preset the protocol
 * @param presetName as it was asked for, for the record
 * @param labels emotions to tell apart
 * @param manifest all utterances
 * @param manifestFingerprints SHA-256 by manifest name, for the record
 * @param systems at least one, each once
 * @param seeds at least one, each once
 * @param shots labelled utterances of each emotion of the target that are trained on: 0, with which
 *     every curve begins, and whatever else is asked for, each once
 * @param unlabelled numbers of clips of the target to adapt every trained model to in the end,
 *     without their labels; none adapts nothing
 * @param backbones encoder by source language
 * @param settings the hyper-parameters, the same for every run
 * @param allowHeard corpora of a target that a backbone may have heard
 * @param countsChecked whether other sizes than the paper's are refused, where the preset asks for
 *     them
 * @param out folder of the grid
 */
public record GridRequest(
    Preset preset,
    String presetName,
    LabelSet labels,
    Manifest manifest,
    Map<String, String> manifestFingerprints,
    List<TrainingSystem> systems,
    List<Long> seeds,
    List<Integer> shots,
    List<Integer> unlabelled,
    Backbones backbones,
    Settings settings,
    Set<String> allowHeard,
    boolean countsChecked,
    Path out) {

  public GridRequest {
    manifestFingerprints = Map.copyOf(manifestFingerprints);
    systems = systems.stream().distinct().sorted().toList();
    seeds = seeds.stream().distinct().sorted().toList();
    shots = Stream.concat(Stream.of(0), shots.stream()).distinct().sorted().toList();
    allowHeard = Set.copyOf(allowHeard);
    unlabelled = unlabelled.stream().distinct().sorted().toList();
    if (systems.isEmpty() || seeds.isEmpty()) {
      throw new InvalidInputException(
          "Expected at least one system and one seed, found %s and %s.".formatted(systems, seeds));
    }
  }

  /** A request of zero-shot runs only. */
  public GridRequest(
      Preset preset,
      String presetName,
      LabelSet labels,
      Manifest manifest,
      Map<String, String> manifestFingerprints,
      List<TrainingSystem> systems,
      List<Long> seeds,
      Backbones backbones,
      Settings settings,
      Set<String> allowHeard,
      boolean countsChecked,
      Path out) {
    this(
        preset,
        presetName,
        labels,
        manifest,
        manifestFingerprints,
        systems,
        seeds,
        List.of(),
        List.of(),
        backbones,
        settings,
        allowHeard,
        countsChecked,
        out);
  }
}
