package org.emoglot.doctor;

import java.nio.file.Path;
import java.util.Locale;

/** Sees whether the engine's natives and a few models fit on the disk. */
final class DiskCheck implements DoctorCheck {

  private static final double GIB = 1L << 30;

  /** The unpacked natives take half a gibibyte, a base-sized model somewhat less. */
  private static final double ENOUGH_GIB = 2;

  private final Path folder;

  DiskCheck(Path folder) {
    this.folder = folder;
  }

  @Override
  public Finding check() {
    double free = folder.toFile().getUsableSpace() / GIB;
    String found = String.format(Locale.ROOT, "%.1f GiB free under %s", free, folder);
    return free < ENOUGH_GIB
        ? Finding.warn("disk", found, "Free 2 GiB or more for the engine and the models.")
        : Finding.ok("disk", found);
  }
}
