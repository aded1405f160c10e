package org.emoglot.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process takes, where the system says it (Linux). */
final class Memory {

  private Memory() {}

  /** Of main memory, now: heap, natives and all; 0 for a process that has ended. */
  static long megabytes(ProcessHandle process) {
    try {
      return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
