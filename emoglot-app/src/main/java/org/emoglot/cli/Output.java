package org.emoglot.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.function.Supplier;
import org.emoglot.io.Json;
import org.emoglot.io.VisibleText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What every command says, and where: results to standard output, everything else to standard
 * error. With {@code --json} standard output holds exactly one JSON object.
 */
final class Output {

  /** Its name is searched for before the command line is parsed, for messages about bad options. */
  static final String JSON_OPTION = "--json";

  private static final String QUIET_OPTION = "--quiet";

  private static final String SHORT_QUIET_OPTION = "-q";

  static final String VERBOSE_OPTION = "--verbose";

  static final String STACKTRACE_OPTION = "--stacktrace";

  @Option(
      names = JSON_OPTION,
      description = "Print the result as one JSON object, and nothing else, to standard output.")
  private boolean json;

  @Option(
      names = {SHORT_QUIET_OPTION, QUIET_OPTION},
      description = "Print no progress, only results, warnings and errors.")
  private boolean quiet;

  @Option(
      names = {"-v", VERBOSE_OPTION},
      description =
          "Print more to standard error: version and machine, what is used, and how long it took.")
  private boolean verbose;

  @Option(names = STACKTRACE_OPTION, description = "Show where in the program a failure occurred.")
  @SuppressWarnings("unused") // Failures looks for its name: a bad command line sets no field
  private boolean stacktrace;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create(); // replaced by picocli

  /** Whether the arguments ask for quiet, which is to be known before any of them is parsed. */
  static boolean asksForQuiet(String... args) {
    return Arrays.stream(args)
        .anyMatch(arg -> arg.equals(QUIET_OPTION) || arg.equals(SHORT_QUIET_OPTION));
  }

  /**
   * Prints the result of the command.
   *
   * @param object its result for programs: a map or a record
   * @param text its result for people, ended by a line feed
   */
  void result(Object object, Supplier<String> text) {
    PrintWriter out = command.commandLine().getOut();
    out.print(VisibleText.lines(json ? Json.write(object) + "\n" : text.get()));
    out.flush();
  }

  /** Prints whole lines of a result at once, in place of {@link #result}. */
  void print(String lines) {
    PrintWriter out = command.commandLine().getOut();
    out.print(VisibleText.lines(lines));
    out.flush();
  }

  /** Whether the result is to be one JSON object. */
  boolean json() {
    return json;
  }

  /**
   * Says on standard error what went wrong though the command goes on, even if told to be quiet.
   */
  void warn(String sentence) {
    if (Interruption.isUnderWay()) {
      return; // the user knows why
    }
    PrintWriter err = command.commandLine().getErr();
    err.print(Progress.clearing()); // a bar may stand there, which its next update draws again
    err.println(VisibleText.line(sentence));
    err.flush();
  }

  /** Says on standard error what is going on, unless told to be quiet. */
  void note(String sentence) {
    if (!quiet) {
      warn(sentence);
    }
  }

  /** Says on standard error what only those want to know who ask for it. */
  void detail(Supplier<String> sentence) {
    if (verbose) {
      warn(sentence.get());
    }
  }

  /**
   * A progress bar on standard error, silent if told to be quiet.
   *
   * @param what the work, such as {@code reading emodb}
   * @param unit what is counted, in the plural, such as {@code clips}
   * @param total how many there are; 0 if not known yet
   */
  Progress progress(String what, String unit, long total) {
    return progress(what, unit, total, 0);
  }

  /** The same for resumed work; the part done before does not count for the rate. */
  Progress progress(String what, String unit, long total, long alreadyDone) {
    return quiet
        ? Progress.silent(what, unit, total)
        : Progress.on(command.commandLine().getErr(), what, unit, total, alreadyDone);
  }
}
