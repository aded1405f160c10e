package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes as they are on a cluster: without PyTorch, unless its jars are sent as well. */
class WithoutTorchTest {

  @TempDir private Path folder;

  private List<String> options = List.of();

  @ParameterizedTest
  @ValueSource(strings = {"--help", "predict --help", "adapt --help", "extract --help"})
  void main_withoutPyTorch_readsItsOptions(String words) throws Exception {
    assertThat(said(0, words.split(" "))).contains("Usage: emoglot-spark");
  }

  @Test
  void jobs_withoutPyTorch_sayWhichJarsAreMissing() throws Exception {
    String clip = DemoClips.some(1).get(0);
    String out = folder.resolve("out").toString();
    String encoder =
        Path.of(System.getProperty("emoglot.home"), "models", "emoglot-mini").toString();
    for (List<String> words :
        List.of(
            List.of("predict", "--engine", "torch", "--out", out, clip),
            List.of("extract", "--backbone", encoder, "--out", out + "2", clip))) {
      assertThat(said(2, words.toArray(new String[0])))
          .contains("Expected the jars of PyTorch for this encoder or model");
    }
  }

  @Test
  void predict_ofAUserWithoutAHome_unpacksWhatItNeedsElsewhere() throws Exception {
    options = List.of("-Duser.home=/proc/none", "-Djava.io.tmpdir=" + folder);

    assertThat(
            said(0, "predict", "--out", folder.resolve("o").toString(), DemoClips.some(1).get(0)))
        .contains("1 files: ");
  }

  /** What a process without PyTorch says, to standard output and error. */
  private String said(int exitCode, String... words) throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(jar -> !jar.contains("pytorch") && !jar.contains("openblas"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(word -> word.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(options);
    command.addAll(
        List.of(
            "-Demoglot.home=" + System.getProperty("emoglot.home"),
            "-Dspark.ui.enabled=false",
            "-Dspark.master=local[1]",
            "-cp",
            classPath,
            Main.class.getName()));
    command.addAll(List.of(words));
    Path text = folder.resolve("said");

    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(text.toFile()).start();

    assertThat(process.waitFor()).as(Files.readString(text)).isEqualTo(exitCode);
    return Files.readString(text);
  }
}
