package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.emoglot.io.Json;
import org.emoglot.provenance.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MainTest {

  static Stream<String> commands() {
    return Commands.line().getSubcommands().keySet().stream();
  }

  @Test
  void run_withHelp_listsEveryCommandAndTheExitCodes() {
    Captured run = Captured.run("--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(commands()).isNotEmpty().allSatisfy(name -> assertThat(run.out()).contains(name));
    assertThat(run.out())
        .contains(
            "Examples:",
            "0     done",
            "1     failed",
            "2     unusable command line",
            "130   interrupted");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void run_withACommandsHelp_showsExamples(String command) {
    Captured run = Captured.run(command, "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("Usage: emoglot " + command)
        .contains("Examples:", "emoglot " + command, "--json");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void run_withACommandsHelp_breaksNoExampleInTwo(String command) {
    String help = Captured.run(command, "--help").out();

    assertThat(help.substring(help.indexOf("Examples:")).lines())
        .as("every line is a command, or goes on with one that ends with a backslash")
        .allMatch(line -> line.equals("Examples:") || line.startsWith("  "));
  }

  @Test
  void run_withVersion_printsIt() {
    Captured run = Captured.run("--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("emoglot " + Provenance.version()).contains("Java ");
  }

  @Test
  void run_withUnknownCommand_suggestsAndExitsWith2() {
    Captured run = Captured.run("dotcor");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "Unmatched argument at index 0: 'dotcor'; did you mean doctor or report?"
                + " See emoglot --help.\n");
  }

  @Test
  void run_withoutCommand_printsTheHelpAndExitsWith2() {
    Captured run = Captured.run();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEqualTo(Captured.run("--help").out());
    assertThat(run.err())
        .isEqualToNormalizingNewlines("Expected a command, found none. See emoglot --help.\n");
  }

  @Test
  void run_help_isTheHelpOption() {
    assertThat(Captured.run("help")).isEqualTo(Captured.run("--help"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void run_helpOfACommand_isItsHelpOption(String command) {
    assertThat(Captured.run("help", command)).isEqualTo(Captured.run(command, "--help"));
  }

  @Test
  void run_helpOfUnknownCommand_suggestsAndExitsWith2() {
    Captured run = Captured.run("help", "predcit");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("'predcit'").contains("did you mean predict").hasLineCount(1);
  }

  @Test
  void run_version_isTheVersionOption() throws Exception {
    assertThat(Captured.run("version")).isEqualTo(Captured.run("--version"));
    assertThat(
            Json.mapper()
                .readTree(Captured.run("version", "--json").out())
                .path("emoglot")
                .asText())
        .isEqualTo(Provenance.version());
  }
}
