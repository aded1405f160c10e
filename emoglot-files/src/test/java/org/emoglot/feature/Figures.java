package org.emoglot.feature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps what a test measured, as {@code target/figures/<name>.txt}, whether it passed or not. */
final class Figures {

  private Figures() {}

  /** Writes one measurement. */
  static void write(String name, Object figures) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "figures"));
      Files.writeString(folder.resolve(name + ".txt"), figures + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
