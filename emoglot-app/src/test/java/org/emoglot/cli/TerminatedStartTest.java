package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.emoglot.doctor.Surroundings;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM, and so Ctrl-C, while a first start unpacks the native libraries. */
class TerminatedStartTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"predict", "doctor"})
  void run_terminatedWhileLibrariesAreUnpacked_isNoErrorInTheProgram(String command)
      throws Exception {
    Path cache = folder.resolve("cache");
    Path said = folder.resolve("said.txt");
    Process process = start(cache, said, command);
    while (process.isAlive() && !unpacks(cache)) {
      Thread.sleep(5);
    }
    process.destroy();

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isEqualTo(128 + 15);
    assertThat(said)
        .content()
        .contains("Interrupted before the end")
        .doesNotContain("a bug in it", "does not load");
    try (Stream<Path> left = Files.walk(cache)) {
      assertThat(left.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  private static Process start(Path cache, Path said, String command) throws IOException {
    Path demo = Surroundings.ofThisProcess().demo();
    List<String> words =
        command.equals("predict")
            ? List.of(command, demo.resolve("de/f1/sad_01.flac").toString())
            : List.of(command);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-Demoglot.home=" + System.getProperty("emoglot.home"),
            "-Dorg.bytedeco.javacpp.cachedir=" + cache,
            "-cp",
            System.getProperty("java.class.path"),
            "org.emoglot.cli.Main");
    builder.command().addAll(words);
    return builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
  }

  /** The engine's largest library is on its way. */
  private static boolean unpacks(Path cache) throws IOException {
    Path own = cache.resolve(".emoglot");
    if (!Files.isDirectory(own)) {
      return false;
    }
    try (Stream<Path> files = Files.list(own)) {
      return files
          .filter(file -> file.toString().endsWith(".tmp"))
          .anyMatch(file -> file.toFile().length() > 1 << 24);
    }
  }
}
