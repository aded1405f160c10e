package org.emoglot.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Counts the clips of the synthetic demo corpus. */
final class DemoCheck implements DoctorCheck {

  private final Path folder;

  /**
   * @param folder holds one folder for each language
   */
  DemoCheck(Path folder) {
    this.folder = folder;
  }

  @Override
  public Finding check() {
    List<Path> clips = clips(folder);
    return clips.isEmpty()
        ? Finding.warn(
            "demo",
            "no clips in " + folder,
            "emoglot demo needs it: restore the source folder, or start from there.")
        : Finding.ok("demo", clips.size() + " synthetic clips in " + folder);
  }

  /** The FLAC files below a folder, sorted; none if there is no such folder. */
  static List<Path> clips(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".flac")).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // not readable, so of no use
    }
  }
}
