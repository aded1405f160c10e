package org.emoglot.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What one run of the command line printed, and how it ended.
 *
 * @param exitCode one of {@link ExitCode}
 * @param out standard output
 * @param err standard error
 */
record Captured(int exitCode, String out, String err) {

  /** Runs the command line inside this process. */
  static Captured run(String... args) {
    return run(Commands.line(args), args);
  }

  /** The same, for a command line with further commands. */
  static Captured run(CommandLine commandLine, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.execute(commandLine, new PrintWriter(out), new PrintWriter(err), args);
    return new Captured(exitCode, out.toString(), err.toString());
  }
}
