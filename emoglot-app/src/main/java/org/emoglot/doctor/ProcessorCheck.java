package org.emoglot.doctor;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
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
    this(CpuInfo.FILE);
  }

  ProcessorCheck(Path processors) {
    this.processors = processors;
  }

  @Override
  public Finding check() {
    CpuInfo cpu = CpuInfo.read(processors);
    int cores = Runtime.getRuntime().availableProcessors();
    String model = cpu.model().orElse("unknown processor");
    Set<String> units = new LinkedHashSet<>(VECTOR_UNITS);
    units.retainAll(cpu.flags());
    String found =
        "%s, %d core%s%s"
            .formatted(
                model, cores, cores == 1 ? "" : "s", units.isEmpty() ? "" : ", " + join(units));
    boolean slow = model.contains("x86") || cpu.flags().contains("sse2");
    if (slow && !units.contains("avx2")) {
      return Finding.warn(
          "processor",
          found,
          "Without AVX2 training takes several times as long; use a newer processor.");
    }
    return Finding.ok("processor", found);
  }

  private static String join(Set<String> units) {
    return String.join(" ", units);
  }
}
