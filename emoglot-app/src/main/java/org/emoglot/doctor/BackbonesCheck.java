package org.emoglot.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Lists the pretrained encoders on this machine. */
final class BackbonesCheck implements DoctorCheck {

  private static final String ADVICE =
      "emoglot models lists what train can download. Or put Hugging Face folders into one folder"
          + " and set EMOGLOT_BACKBONES to it. The built-in encoders need none: statistics, the"
          + " default, and mini.";

  private final Surroundings surroundings;

  BackbonesCheck(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Finding check() {
    List<Path> found = LocalBackbones.of(surroundings);
    return found.isEmpty()
        ? Finding.warn("backbones", "only the built-in statistics and mini", ADVICE)
        : Finding.ok(
            "backbones", found.stream().map(Path::toString).collect(Collectors.joining(", ")));
  }
}
