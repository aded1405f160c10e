package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class FailuresTest {

  private static final String BAD_ROW = "Expected a label in m.csv, row 7, found 'hapy'.";

  @Command(name = "break")
  static final class Breaking implements Callable<Integer> {

    @Mixin Output output = new Output();

    private final Throwable failure;

    Breaking(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() throws Exception {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    }
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new InvalidInputException(BAD_ROW), 2, BAD_ROW),
        Arguments.of(
            new UncheckedIOException(
                "Cannot write a.csv: disk full.", new IOException("disk full")),
            1,
            "Cannot write a.csv: disk full."),
        Arguments.of(
            new UncheckedIOException(new NoSuchFileException("a.wav")),
            1,
            "Expected a file at a.wav, found nothing there."),
        Arguments.of(
            new UncheckedIOException(
                "Cannot write out/a.csv: out/a.csv", new AccessDeniedException("out/a.csv")),
            1,
            "Cannot write out/a.csv: permission denied."),
        Arguments.of(
            new UncheckedIOException(
                "Cannot write out/a.csv: out/.a.tmp", new AccessDeniedException("out/.a.tmp")),
            1,
            "Cannot write out/a.csv: out/.a.tmp, permission denied."),
        Arguments.of(
            new AccessDeniedException("a.wav"), 1, "No permission to read or write a.wav."),
        Arguments.of(new IOException("broken pipe"), 1, "broken pipe."),
        Arguments.of(
            new CancellationException(),
            130,
            "Interrupted before the end: run the same command again."),
        Arguments.of(
            new UncheckedIOException("Cannot write a: null", new ClosedByInterruptException()),
            130,
            "Interrupted before the end: run the same command again."),
        Arguments.of(
            new OutOfMemoryError("Java heap space"),
            1,
            "The Java heap is full: start again with a larger one, such as"
                + " EMOGLOT_JAVA_OPTS=-Xmx8g."),
        Arguments.of(
            new IllegalStateException("three"),
            1,
            "The program failed because of a bug in it: java.lang.IllegalStateException: three."
                + " --stacktrace shows where."));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void execute_whenACommandThrows_saysOneSentence(Throwable failure, int code, String sentence) {
    Captured run = run(failure);

    assertThat(run.exitCode()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualToNormalizingNewlines(sentence + "\n");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void execute_withJsonWhenACommandThrows_printsOneObject(
      Throwable failure, int code, String sentence) throws IOException {
    Captured run = run(failure, "--json");

    assertThat(run.exitCode()).isEqualTo(code);
    assertThat(Json.mapper().readTree(run.out()).path("error").asText()).isEqualTo(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--stacktrace"})
  void execute_whenAFailureNamesWhatSteersATerminal_writesItOut(String option) {
    Captured run =
        run(new InvalidInputException("Expected a name, found '\u001b[31m\u202e\n'."), option);

    assertThat(run.err()).startsWith("Expected a name, found '\\u001b[31m\\u202e\\u000a'.\n");
    assertThat(run.err()).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void execute_withStacktrace_showsWhereTheFailureCameFrom() {
    Captured run = run(new InvalidInputException(BAD_ROW), "--stacktrace");

    assertThat(run.err()).startsWith(BAD_ROW).contains("\tat " + FailuresTest.class.getName());
  }

  @Test
  void execute_withUnknownOptionAndJson_printsOneObjectAndExitsWith2() throws IOException {
    Captured run = Captured.run("doctor", "--jsn", "--json");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(Json.mapper().readTree(run.out()).path("error").asText())
        .isEqualTo("Unknown option: '--jsn'; did you mean --json? See emoglot doctor --help.");
  }

  private static Captured run(Throwable failure, String... options) {
    CommandLine commandLine = Commands.line();
    commandLine.addSubcommand(new Breaking(failure));
    String[] args =
        Stream.concat(Stream.of("break"), Stream.of(options))
            .filter(arg -> !arg.isEmpty())
            .toArray(String[]::new);
    return Captured.run(commandLine, args);
  }
}
