package org.emoglot.ffmpeg;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;

/** The files that the tests read: the synthetic samples, and the recordings beside the checkout. */
final class Samples {

  static final AudioReader READER = new AudioReader(AudioOptions.defaults());

  private Samples() {}

  /** A sample file made by reference/audio_samples.py. */
  static Path file(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(Samples.class.getResource("/audio/" + name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only channel of a sample file. */
  static float[] decode(String name) {
    return READER.decode(file(name)).channels()[0];
  }

  /** The folder of recorded corpora; the test is skipped where it is absent. */
  static Path corpora() {
    String named = System.getenv("EMOGLOT_CORPORA");
    Path corpora =
        named == null
            ? Path.of(System.getProperty("emoglot.home", ".")).resolve("../shared/corpora")
            : Path.of(named);
    assumeThat(corpora)
        .as("recorded corpora, from EMOGLOT_CORPORA or beside the checkout")
        .isDirectory();
    return corpora;
  }
}
