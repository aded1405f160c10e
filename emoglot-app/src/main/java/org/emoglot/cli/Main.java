package org.emoglot.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Only the command line: every command has its own class. */
@Command(
    name = "emoglot",
    description = "Speech emotion recognition that works in languages it was never taught.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "<command>",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed with valid input",
      "2:unusable command line or input file",
      "130:interrupted by Ctrl-C",
      "141:the reader of the output has stopped, as head does"
    },
    footer = {
      "",
      "Examples:",
      "  emoglot demo               from audio to predictions, on synthetic speech",
      "  emoglot doctor             what this machine offers and what is missing",
      "  emoglot help <command>     the options of a command, with examples",
      "  ./emoglot test             runs the test suite, in the source folder"
    })
public final class Main implements Runnable {

  @Spec private CommandSpec command = CommandSpec.create(); // replaced by picocli

  /** Reached only if no command is named. */
  @Override
  public void run() {
    CommandLine commandLine = command.commandLine();
    commandLine.usage(commandLine.getOut());
    commandLine.getOut().flush();
    throw new ParameterException(commandLine, "Expected a command, found none.");
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // numbers read the same everywhere
    PrintWriter out = StandardOutput.writer();
    PrintWriter err =
        new PrintWriter(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
    System.setOut(System.err); // standard output is for results, whatever a library prints
    if (Output.asksForQuiet(args)) {
      System.setProperty("emoglot.log.level", "WARN");
    }
    Interruption interruption = Interruption.watch(err);
    int exitCode;
    try {
      exitCode = execute(Commands.line(args), out, err, args);
    } finally {
      interruption.finished();
    }
    System.exit(exitCode);
  }

  private static int runLast(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    Interruption.during(last.commandSpec().userObject());
    try (Verbosity verbosity = Verbosity.of(last)) {
      return new RunLast().execute(parsed);
    } catch (StandardOutput.Failure e) { // of a help text, which picocli does not hand to Failures
      throw new ExecutionException(last.commandSpec().commandLine(), "Cannot print help", e);
    }
  }

  /**
   * Runs one command.
   *
   * @param commandLine what knows the commands
   * @param out takes the result
   * @param err takes everything else
   * @param args the command and its options
   * @return one of {@link ExitCode}
   */
  static int execute(CommandLine commandLine, PrintWriter out, PrintWriter err, String... args) {
    Failures failures = new Failures();
    commandLine
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Path.class, new PathArgument())
        .setExecutionStrategy(Main::runLast)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
    try {
      int exitCode = commandLine.execute(args);
      out.flush();
      return exitCode;
    } catch (Error | StandardOutput.Failure e) { // such as a full heap, natives that do not load
      return Failures.handle(e, commandLine, Arrays.asList(args));
    } finally {
      err.flush();
    }
  }
}
