package org.emoglot.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line, and nothing but the command line: every command is a class of its own. */
@Command(
    name = "emoglot",
    description = "Speech emotion recognition that works in languages it was never taught.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "<command>",
    subcommands = {
      DemoCommand.class,
      PrepareCommand.class,
      PretrainCommand.class,
      TrainCommand.class,
      JoinCommand.class,
      ReproduceCommand.class,
      TuneCommand.class,
      SweepCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      ExtractCommand.class,
      ReportCommand.class,
      ProjectCommand.class,
      DoctorCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed, though the input was good",
      "2:the command line, or a file that it names, cannot be used"
    },
    footer = {
      "",
      "Examples:",
      "  emoglot demo               from audio to predictions, on synthetic speech",
      "  emoglot doctor             what this machine offers and what is missing",
      "  emoglot <command> --help   a command's options, with examples",
      "  ./emoglot test             runs the test suite, in the source folder"
    })
public final class Main implements Runnable {

  @Spec private CommandSpec command = CommandSpec.create(); // replaced by picocli

  /** Reached only if no command is named. */
  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "Expected a command, found none.");
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // numbers read the same everywhere
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    System.setOut(System.err); // standard output is for results, whatever a library prints
    if (Output.asksForQuiet(args)) {
      System.setProperty("emoglot.log.level", "WARN");
    }
    Interruption interruption = Interruption.watch(err);
    int exitCode = run(out, err, args);
    interruption.finished();
    System.exit(exitCode);
  }

  /**
   * Runs one command.
   *
   * @param out takes the result
   * @param err takes everything else
   * @param args the command and its options
   * @return the exit code: 0 done, 1 failed, 2 bad input
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return execute(new CommandLine(new Main()), out, err, args);
  }

  /** The same, for a command line with further commands. */
  static int execute(CommandLine commandLine, PrintWriter out, PrintWriter err, String... args) {
    Failures failures = new Failures();
    commandLine
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
    try {
      return commandLine.execute(args);
    } catch (Error e) { // such as a full heap, or natives that do not load
      return Failures.handle(e, commandLine, Arrays.asList(args));
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** UTF-8 whatever the locale, so that JSON is JSON. */
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
