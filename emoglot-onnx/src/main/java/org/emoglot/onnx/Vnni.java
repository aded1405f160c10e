package org.emoglot.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Whether the processor has VNNI, which multiplies 8-bit integers and sums them up in 32 bits.
 * Without it ONNX Runtime sums up in 16 bits, which overflow, unless it is asked for a slower way;
 * with it the slower way takes twice the time of a whole model, for the same answers.
 */
final class Vnni {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Set<String> FLAGS = Set.of("avx512_vnni", "avx_vnni");

  private Vnni() {}

  /** Whether the system says so; only Linux does. */
  static boolean isKnown() {
    return isKnown(PROCESSORS);
  }

  static boolean isKnown(Path processors) {
    try {
      List<String> flags =
          Files.readAllLines(processors).stream().filter(line -> line.startsWith("flags")).toList();
      return !flags.isEmpty()
          && flags.stream()
              .allMatch(line -> List.of(line.split("\\s+")).stream().anyMatch(FLAGS::contains));
    } catch (IOException e) {
      return false; // another system
    }
  }
}
