package org.emoglot.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What Linux says of the first processor; nothing elsewhere.
 *
 * @param model its name, if it has one
 * @param flags its features, such as {@code avx2}; empty if unknown
 */
record CpuInfo(Optional<String> model, Set<String> flags) {

  static final Path FILE = Path.of("/proc/cpuinfo");

  /** Reads a file such as {@code /proc/cpuinfo}. */
  static CpuInfo read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      lines = List.of(); // not Linux
    }
    List<String> all = lines;
    Optional<String> flags = value(all, "flags").or(() -> value(all, "Features"));
    return new CpuInfo(
        value(all, "model name"), flags.map(f -> Set.of(f.split(" +"))).orElse(Set.of()));
  }

  private static Optional<String> value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }
}
