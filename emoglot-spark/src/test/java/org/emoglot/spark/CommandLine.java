package org.emoglot.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.emoglot.io.Json;

/** The command line, as a user starts it. */
final class CommandLine {

  private static final Path LAUNCHER = Path.of(System.getProperty("emoglot.home"), "emoglot");

  private CommandLine() {}

  /**
   * The lines of {@code emoglot predict --format jsonl}, by path.
   *
   * @param clips files, or one folder
   * @param folder for what it reads and writes
   */
  static Map<String, String> predict(List<String> clips, Path folder)
      throws IOException, InterruptedException {
    Path out = folder.resolve("command-line.jsonl");
    assertThat(start(clips, out, List.of()).waitFor()).isZero();
    Map<String, String> lines = new TreeMap<>();
    for (String line : Files.readAllLines(out)) {
      lines.put(Json.mapper().readTree(line).path("path").asText(), line);
    }
    return lines;
  }

  /**
   * Starts {@code emoglot predict} with one thread.
   *
   * @param before words before it, such as those that pin it to a core
   */
  static Process start(List<String> clips, Path out, List<String> before) throws IOException {
    Path list = Files.write(out.resolveSibling(out.getFileName() + ".list"), clips);
    List<String> words = new ArrayList<>(before);
    words.addAll(
        List.of(
            LAUNCHER.toString(),
            "predict",
            "--quiet",
            "--files-from",
            list.toString(),
            "--out",
            out.toString()));
    ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
    builder.environment().put("EMOGLOT_JAVA_OPTS", "-Demoglot.threads=1");
    return builder.start();
  }
}
