package org.emoglot.grid;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.experiment.Settings;
import org.emoglot.protocol.TrainingSystem;

/** Requests that differ in a few things. */
final class Grids {

  private Grids() {}

  static Grid of(String preset, Manifest manifest, String... backbones) {
    return Grid.of(request(preset, manifest, true, backbones));
  }

  static GridRequest request(
      String preset, Manifest manifest, boolean countsChecked, String... backbones) {
    Preset protocol = Preset.of(preset);
    return new GridRequest(
        protocol,
        preset,
        LabelSet.FOUR,
        manifest,
        Map.of("m.csv", manifest.fingerprint()),
        TrainingSystem.ofThePaper(),
        List.of(0L, 1L),
        Backbones.of(backbones.length == 0 ? List.of("statistics") : List.of(backbones), protocol),
        Settings.defaults(Kind.FULL),
        Set.of(),
        countsChecked,
        Path.of("/no/such/folder"));
  }

  static GridRequest withShots(GridRequest request, Integer... shots) {
    return new GridRequest(
        request.preset(),
        request.presetName(),
        request.labels(),
        request.manifest(),
        request.manifestFingerprints(),
        request.systems(),
        request.seeds(),
        List.of(shots),
        List.of(),
        request.backbones(),
        request.settings(),
        request.allowHeard(),
        request.countsChecked(),
        request.out());
  }
}
