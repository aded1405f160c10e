package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionCommandTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "emoglot pred | predict",
        "emoglot predict --form | --format",
        "emoglot predict --format j | jsonl",
        "emoglot help doc | doctor",
        "emoglot completion fi | fish",
      })
  void bash_wordBegun_isCompleted(String line, String completed) throws Exception {
    Path script = script("bash");
    String[] words = line.split(" ");
    List<String> found =
        run(
            "bash",
            "-c",
            "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_emoglot; printf '%%s\\n' \"${COMPREPLY[@]}\""
                .formatted(script, String.join(" ", words), words.length - 1));
    assertThat(found).extracting(String::strip).contains(completed);
  }

  @Test
  void zsh_isTheScriptOfBash_whichKnowsZsh() throws Exception {
    assertThat(Files.readString(script("zsh")))
        .isEqualTo(Files.readString(script("bash")))
        .contains("bashcompinit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void script_isReadByItsShell(String shell) throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, shell))),
        "no " + shell + " here");

    assertThat(run(shell, "-n", script(shell).toString())).isEmpty();
  }

  @Test
  void fish_hasEveryCommandOptionAndValue() throws Exception {
    String script = Files.readString(script("fish"));

    Commands.line()
        .getSubcommands()
        .forEach(
            (name, command) -> {
              assertThat(script).contains("-n __fish_use_subcommand -f -a '" + name + "' -d '");
              command.getCommandSpec().options().stream()
                  .flatMap(option -> Arrays.stream(option.names()))
                  .filter(option -> option.startsWith("--"))
                  .forEach(
                      option ->
                          assertThat(script)
                              .containsPattern(
                                  "(?m)^complete -c emoglot -n '__fish_seen_subcommand_from %s'.* -l %s "
                                      .formatted(name, option.substring(2))));
            });
    assertThat(script)
        .containsPattern("-l format -x -a '[a-z ]*\\bjsonl\\b")
        .contains("-n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'");
    assertThat(script.lines().skip(2))
        .allMatch(line -> line.matches("complete -c emoglot -n .* -d '.+'"));
  }

  @Test
  void completion_unknownShell_namesThoseThatAreKnown() {
    Captured run = Captured.run("completion", "tcsh");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("'tcsh'")
        .containsIgnoringCase("bash, zsh, fish")
        .hasLineCount(1);
  }

  private Path script(String shell) throws IOException {
    Captured run = Captured.run("completion", shell);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return Files.writeString(folder.resolve("emoglot." + shell), run.out());
  }

  private static List<String> run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var lines = process.inputReader()) {
      List<String> said = lines.lines().toList();
      assertThat(process.waitFor()).as(said.toString()).isZero();
      return said;
    }
  }
}
