package org.emoglot.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;
import org.emoglot.io.VisibleText;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns every failure into one sentence on standard error and an exit code; the one place that
 * decides which failure is which. With {@code --json} the sentence is also the {@code error} of the
 * one object on standard output.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  /** The third-best guess is hardly ever one. */
  private static final int SUGGESTIONS = 2;

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    if (failure.getCause() instanceof PathArgument.Address address) {
      return refuse(command, args, String.valueOf(address.getMessage()), failure);
    }
    String sentence = String.valueOf(failure.getMessage()).strip();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions().stream().limit(SUGGESTIONS).toList();
      if (!suggestions.isEmpty()) {
        sentence += "; did you mean " + String.join(" or ", suggestions) + "?";
      }
    }
    String help = command.getCommandSpec().qualifiedName() + " --help";
    return refuse(command, args, withStop(sentence) + " See " + help + ".", failure);
  }

  private static int refuse(
      CommandLine command, String[] args, String sentence, ParameterException failure) {
    try {
      report(command, List.of(args), sentence, failure);
      return ExitCode.BAD_INPUT;
    } catch (StandardOutput.Failure e) {
      return handle(e, command, List.of(args));
    }
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    return handle(failure, command, parseResult.originalArgs());
  }

  /** Reports what a command threw and says how the program is to end. */
  static int handle(Throwable failure, CommandLine command, List<String> args) {
    if (failure instanceof StandardOutput.Failure unwritten && unwritten.isClosedPipe()) {
      return ExitCode.PIPE_CLOSED;
    }
    if (Interruption.isUnderWay() || Interruption.caused(failure)) {
      String sentence = Interruption.sentence(command.getCommandSpec().userObject());
      report(command, args, sentence, failure);
      return ExitCode.INTERRUPTED;
    }
    report(command, args, sentence(failure), failure);
    return failure instanceof InvalidInputException ? ExitCode.BAD_INPUT : ExitCode.FAILED;
  }

  private static void report(
      CommandLine command, List<String> args, String sentence, Throwable failure) {
    PrintWriter err = command.getErr();
    if (!Interruption.isUnderWay()) { // which the user has been told
      err.println(VisibleText.line(sentence));
    }
    if (args.contains(Output.STACKTRACE_OPTION)) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      err.print(VisibleText.lines(trace.toString()));
    }
    err.flush();
    if (args.contains(Output.JSON_OPTION)) {
      command.getOut().println(VisibleText.lines(Json.write(Map.of("error", sentence))));
      command.getOut().flush();
    }
  }

  private static String sentence(Throwable failure) {
    if (failure instanceof UncheckedIOException io && io.getCause() != null) {
      String message = String.valueOf(io.getMessage());
      return message.equals(io.getCause().toString())
          ? sentence(io.getCause())
          : withReason(message, io.getCause());
    }
    if (failure instanceof NoSuchFileException missing) {
      return "Expected a file at " + missing.getFile() + ", found nothing there.";
    }
    if (failure instanceof AccessDeniedException denied) {
      return "No permission to read or write " + denied.getFile() + ".";
    }
    if (failure instanceof OutOfMemoryError) {
      return "The Java heap is full: start again with a larger one, such as"
          + " EMOGLOT_JAVA_OPTS=-Xmx8g.";
    }
    String message = failure.getMessage();
    if (isOurs(failure) || failure instanceof IOException) {
      return message == null ? failure.toString() : withStop(message);
    }
    return "The program failed because of a bug in it: "
        + withStop(failure.toString())
        + (" " + Output.STACKTRACE_OPTION + " shows where.");
  }

  /** What the system says of some failures is the file's name alone. */
  private static String withReason(String message, IOException cause) {
    if (!(cause instanceof FileSystemException failure) || failure.getReason() != null) {
      return message;
    }
    String file = String.valueOf(failure.getFile());
    String tail = ": " + file;
    String head =
        message.endsWith(tail) ? message.substring(0, message.length() - tail.length()) : message;
    return withStop(head + (head.contains(file) ? ": " : tail + ", ") + reason(failure));
  }

  private static String reason(FileSystemException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "something with this name exists";
    }
    return failure instanceof DirectoryNotEmptyException
        ? "the folder is not empty"
        : failure.getClass().getSimpleName();
  }

  /** Our own exceptions bring a sentence for the user. */
  private static boolean isOurs(Throwable failure) {
    return failure.getClass().getName().startsWith("org.emoglot.");
  }

  private static String withStop(String message) {
    String last = message.isEmpty() ? "" : message.substring(message.length() - 1);
    return Arrays.asList(".", "!", "?").contains(last) ? message : message + ".";
  }
}
