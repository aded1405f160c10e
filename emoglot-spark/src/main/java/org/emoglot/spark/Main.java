package org.emoglot.spark;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.emoglot.InvalidInputException;
import org.emoglot.io.VisibleText;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code spark-submit} starts: the jobs, with the names and options of the command line. */
@Command(
    name = "emoglot-spark",
    description = "Speech emotion recognition on a cluster.",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    sortOptions = false,
    usageHelpAutoWidth = true,
    subcommands = {PredictJob.class, AdaptJob.class, ExtractJob.class, ReproduceJob.class})
public final class Main implements Runnable {

  /** An exception of a machine that was told to the driver as text. */
  private static final Pattern TOLD =
      Pattern.compile(
          "Caused by: " + Pattern.quote(InvalidInputException.class.getName()) + ": (.*)");

  /** Also as a message alone, of the error itself. */
  private static final Pattern NO_TORCH =
      Pattern.compile("(?s)(^|.*NoClassDefFoundError: .*)org[./]bytedeco[./](pytorch|openblas).*");

  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  @Spec private CommandSpec command = CommandSpec.create(); // replaced by picocli

  /** Reached only if no job is named. */
  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "Expected a job, found none.");
  }

  /** Runs one job, and ends the process where it fails. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    int exitCode =
        execute(
            new PrintWriter(System.out, false, StandardCharsets.UTF_8),
            new PrintWriter(System.err, false, StandardCharsets.UTF_8),
            args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /**
   * Runs one job.
   *
   * @param out takes the result
   * @param err takes everything else
   * @return 0; 1 if it failed; 2 for an unusable command line or input
   */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new Main());
    line.setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(
            (failure, words) -> {
              say(err, String.valueOf(failure.getMessage()));
              return BAD_INPUT;
            })
        .setExecutionExceptionHandler(
            (failure, job, parsed) -> {
              Optional<String> ours = ours(failure);
              say(err, ours.orElseGet(() -> sentence(failure)));
              return ours.isPresent() ? BAD_INPUT : FAILED;
            });
    try {
      return line.execute(args);
    } catch (NoClassDefFoundError e) { // an Error, which picocli does not handle
      say(err, ours(e).orElseThrow(() -> e));
      return BAD_INPUT;
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** What was refused, by the driver or by a machine, beneath or within what Spark says of it. */
  private static Optional<String> ours(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof InvalidInputException) {
        return Optional.ofNullable(at.getMessage());
      }
      Matcher told = TOLD.matcher(String.valueOf(at.getMessage()));
      if (told.find()) {
        return Optional.of(told.group(1));
      }
      if (NO_TORCH.matcher(String.valueOf(at.getMessage())).matches()) {
        return Optional.of(
            "Expected the jars of PyTorch for this encoder or model, found none: add those of torch-jars to --jars.");
      }
    }
    return Optional.empty();
  }

  private static String sentence(Throwable failure) {
    String what =
        failure instanceof SparkException ? "" : failure.getClass().getSimpleName() + ": ";
    return what + String.valueOf(failure.getMessage()).lines().findFirst().orElse("it failed");
  }

  private static void say(PrintWriter err, String sentence) {
    err.println(VisibleText.line(sentence));
    err.flush();
  }
}
