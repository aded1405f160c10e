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
    assertThat(start(clips, out).waitFor()).isZero();
    Map<String, String> lines = new TreeMap<>();
    for (String line : Files.readAllLines(out)) {
      lines.put(Json.mapper().readTree(line).path("path").asText(), line);
    }
    return lines;
  }

  /**
   * Starts {@code emoglot predict} with one thread.
   *
   * @param out the file of answers, beside which the list of clips is written
   */
  private static Process start(List<String> clips, Path out) throws IOException {
    return builder(clips, out, List.of(), List.of("--out", out.toString())).inheritIO().start();
  }

  /**
   * Starts {@code emoglot predict} with one thread on one core. It prints a line for each clip, as
   * it answers it.
   *
   * @param folder for the list of clips
   */
  static Process printing(List<String> clips, Path folder, int core) throws IOException {
    return builder(
            clips,
            folder.resolve("command-line"),
            List.of("taskset", "-c", String.valueOf(core)),
            List.of("--format", "jsonl"))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static ProcessBuilder builder(
      List<String> clips, Path out, List<String> before, List<String> after) throws IOException {
    Path list = Files.write(out.resolveSibling(out.getFileName() + ".list"), clips);
    List<String> words = new ArrayList<>(before);
    words.addAll(
        List.of(LAUNCHER.toString(), "predict", "--quiet", "--files-from", list.toString()));
    words.addAll(after);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("EMOGLOT_JAVA_OPTS", "-Demoglot.threads=1");
    return builder;
  }
}
