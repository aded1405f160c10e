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

  /** A service that is told to stop answers what it has accepted, and others are interrupted. */
  @Test
  void run_whileTheProcessEnds_goesOn() throws Exception {
    Process process = start(System.getProperty("java.class.path"), End.class, new ProcessBuilder());

    assertThat(process.waitFor()).as(Files.readString(said())).isZero();
    assertThat(said()).content().isEqualToIgnoringNewLines("answered");
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
            "-XX:ErrorFile=" + folder.resolve("crash.log"),
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

  /** A program that looks for speech as long as it may, and is ended meanwhile. */
  public static final class End {
    private static final long LONG_ENOUGH = 1_000_000_000;

    public static void main(String[] args) {
      SileroModel model = new SileroModel();
      model.prepare();
      Thread others = new Thread(() -> listen(model, Long.MAX_VALUE));
      others.setDaemon(true);
      others.start();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    listen(model, LONG_ENOUGH);
                    System.out.println("answered");
                  }));
      System.exit(0);
    }

    private static void listen(SileroModel model, long nanos) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < nanos) {
        model.listen().next(new float[100 * model.frameSamples()]);
      }
    }
  }

  /** A program that looks for speech. */
  public static final class Open {
    public static void main(String[] args) {
      new SileroModel().prepare();
    }
  }
}
