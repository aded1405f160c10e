package org.emoglot.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Names the operating system. */
final class MachineCheck implements DoctorCheck {

  private static final Path RELEASE = Path.of("/etc/os-release");

  @Override
  public Finding check() {
    String kernel = System.getProperty("os.name") + " " + System.getProperty("os.version");
    String found =
        linuxName().map(name -> name + ", " + kernel).orElse(kernel)
            + ", "
            + System.getProperty("os.arch");
    return Finding.ok("system", found);
  }

  private static Optional<String> linuxName() {
    String key = "PRETTY_NAME=";
    try {
      List<String> lines = Files.readAllLines(RELEASE);
      return lines.stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(key.length()).replace("\"", ""))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty(); // not a Linux that says its name
    }
  }
}
