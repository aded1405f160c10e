package org.emoglot.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;
import static org.junit.jupiter.api.condition.OS.MAC;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeTest {

  @TempDir Path folder;

  @Test
  void start_inAProcessWithALongClassPath_works() throws Exception {
    String longPath =
        System.getProperty("java.class.path")
            + (File.pathSeparator + "somewhere/else.jar").repeat(1000);

    Process process = start(longPath, Start.class, new ProcessBuilder());

    assertThat(process.waitFor()).as(Files.readString(said())).isZero();
  }

  @Test
  @EnabledOnOs({LINUX, MAC})
  void open_model_keepsNoTelemetry() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    ProcessBuilder builder = new ProcessBuilder();
    builder.environment().remove("ORT_DISABLE_TELEMETRY");
    builder.environment().put("XDG_CACHE_HOME", cache.toString());
    builder.environment().put("HOME", cache.toString());

    Process process = start(System.getProperty("java.class.path"), Open.class, builder);

    assertThat(process.waitFor()).as(Files.readString(said())).isZero();
    try (Stream<Path> left = Files.walk(cache)) {
      assertThat(left.filter(file -> file.toString().contains("Microsoft"))).isEmpty();
    }
  }

  private Path said() {
    return folder.resolve("said");
  }

  private Process start(String classPath, Class<?> program, ProcessBuilder builder)
      throws IOException {
    return builder
        .command(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xss1m",
            "-cp",
            classPath,
            program.getName())
        .redirectErrorStream(true)
        .redirectOutput(said().toFile())
        .start();
  }

  /** A program that starts ONNX Runtime. */
  public static final class Start {
    public static void main(String[] args) {
      OnnxRuntime.start();
    }
  }

  /** A program that looks for speech. */
  public static final class Open {
    public static void main(String[] args) {
      new SileroModel().prepare();
    }
  }
}
