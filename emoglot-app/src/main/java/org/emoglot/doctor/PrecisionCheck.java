package org.emoglot.doctor;

import java.nio.file.Path;
import java.util.List;

/** Says whether the processor has a unit for products of bfloat16, and so which precision pays. */
final class PrecisionCheck implements DoctorCheck {

  private static final String CHECK = "precision";

  /** Fastest first; the last is what ARM calls it. */
  private static final List<String> BF16_UNITS = List.of("amx_bf16", "avx512_bf16", "bf16");

  private final Path processors;

  /** Reads {@code /proc/cpuinfo}. */
  PrecisionCheck() {
    this(CpuInfo.FILE);
  }

  PrecisionCheck(Path processors) {
    this.processors = processors;
  }

  @Override
  public Finding check() {
    CpuInfo cpu = CpuInfo.read(processors);
    if (cpu.flags().isEmpty()) {
      return Finding.ok(
          CHECK, "fp32; the processor does not say whether it supports bf16, so time both");
    }
    return BF16_UNITS.stream()
        .filter(cpu.flags()::contains)
        .findFirst()
        .map(
            unit ->
                Finding.ok(
                    CHECK,
                    "fp32, or with less precision and faster --precision bf16, which "
                        + unit
                        + " multiplies"))
        .orElseGet(
            () ->
                Finding.ok(
                    CHECK,
                    "fp32; this processor does not support bf16, which saves memory but is"
                        + " slower"));
  }
}
