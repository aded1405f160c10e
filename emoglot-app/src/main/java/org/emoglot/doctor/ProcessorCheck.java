package org.emoglot.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Names the processor, the cores that this process may use, and those of its vector units that
 * decide how fast the tensor engine is.
 */
final class ProcessorCheck implements DoctorCheck {

  private static final List<String> VECTOR_UNITS =
      List.of("avx2", "avx512f", "avx512_bf16", "amx_bf16", "asimd", "bf16");

  private final Path processors;

  /** Reads {@code /proc/cpuinfo}. */
  ProcessorCheck() {
    this(Path.of("/proc/cpuinfo"));
  }

  ProcessorCheck(Path processors) {
    this.processors = processors;
  }

  @Override
  public Finding look() {
    List<String> lines = readLines();
    int cores = Runtime.getRuntime().availableProcessors();
    String model = value(lines, "model name").orElse("processor of unknown make");
    Optional<String> flags = value(lines, "flags").or(() -> value(lines, "Features"));
    Set<String> units = new LinkedHashSet<>(VECTOR_UNITS);
    units.retainAll(Set.of(flags.orElse("").split(" +")));
    String found =
        "%s, %d core%s%s"
            .formatted(
                model, cores, cores == 1 ? "" : "s", units.isEmpty() ? "" : ", " + join(units));
    boolean slow = model.contains("x86") || flags.filter(f -> f.contains("sse2")).isPresent();
    if (slow && !units.contains("avx2")) {
      return Finding.warn(
          "processor", found, "Without AVX2 training takes several times longer; use a newer one.");
    }
    return Finding.ok("processor", found);
  }

  private List<String> readLines() {
    try {
      return Files.readAllLines(processors);
    } catch (IOException e) {
      return List.of(); // not Linux
    }
  }

  private static Optional<String> value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }

  private static String join(Set<String> units) {
    return String.join(" ", units);
  }
}
