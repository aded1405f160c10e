package org.emoglot.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeTest {

  @TempDir Path folder;

  @Test
  void start_inAProcessWithALongClassPath_works() throws Exception {
    String longPath =
        System.getProperty("java.class.path")
            + (File.pathSeparator + "somewhere/else.jar").repeat(1000);
    Path said = folder.resolve("said");

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xss1m",
                "-cp",
                longPath,
                Start.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();

    assertThat(process.waitFor()).as(Files.readString(said)).isZero();
  }

  /** A program that starts ONNX Runtime. */
  public static final class Start {
    public static void main(String[] args) {
      OnnxRuntime.start();
    }
  }
}
