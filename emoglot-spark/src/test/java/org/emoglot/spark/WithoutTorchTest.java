package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is submitted holds no PyTorch, unless its jars are sent as well. */
class WithoutTorchTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"--help", "predict --help", "adapt --help", "extract --help"})
  void main_withoutPyTorch_readsItsOptions(String words) throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(jar -> !jar.contains("pytorch") && !jar.contains("openblas"))
            .collect(Collectors.joining(File.pathSeparator));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        new ArrayList<>(List.of(java.toString(), "-cp", classPath, Main.class.getName()));
    command.addAll(List.of(words.split(" ")));
    Path said = folder.resolve("said");

    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();

    assertThat(process.waitFor()).as(Files.readString(said)).isZero();
    assertThat(Files.readString(said)).contains("Usage: emoglot-spark");
  }
}
