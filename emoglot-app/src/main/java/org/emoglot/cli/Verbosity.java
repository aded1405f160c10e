package org.emoglot.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.emoglot.provenance.Provenance;
import picocli.CommandLine.ParseResult;

/** What {@code --verbose} prints for every command: what runs where, and how long it took. */
final class Verbosity implements AutoCloseable {

  private static final double NANOS_PER_SECOND = 1e9;

  private final PrintWriter err;
  private final boolean wanted;
  private final long start = System.nanoTime();

  private Verbosity(PrintWriter err, boolean wanted) {
    this.err = err;
    this.wanted = wanted;
  }

  /** Says what runs, if the command line asks for it. */
  static Verbosity of(ParseResult command) {
    Verbosity verbosity =
        new Verbosity(
            command.commandSpec().commandLine().getErr(),
            command.hasMatchedOption(Output.VERBOSE_OPTION));
    Runtime runtime = Runtime.getRuntime();
    verbosity.say(
        "emoglot %s, Java %s on %s %s, %d processors, a heap of at most %d MiB"
            .formatted(
                Provenance.version(),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                runtime.availableProcessors(),
                runtime.maxMemory() >> 20));
    return verbosity;
  }

  private void say(String sentence) {
    if (wanted) {
      err.println(sentence + ".");
      err.flush();
    }
  }

  @Override
  public void close() {
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    say(String.format(Locale.ROOT, "The command took %.1f s", seconds));
  }
}
