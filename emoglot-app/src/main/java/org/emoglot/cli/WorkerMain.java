package org.emoglot.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import org.emoglot.grid.Worker;
import picocli.CommandLine;

/**
 * A process that computes trainings of a command for the process that runs it, under the same
 * command line. It may be stopped at any time: a training resumes from its checkpoint.
 */
public final class WorkerMain {

  private WorkerMain() {}

  /** Serves until standard input ends. */
  public static void main(String[] args) throws InterruptedException {
    Locale.setDefault(Locale.ROOT);
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    System.setOut(System.err); // standard output is for messages, whatever a library prints
    System.setProperty("emoglot.log.level", "WARN");
    BlockingQueue<String> told =
        Worker.listen(System.in, () -> Runtime.getRuntime().halt(ExitCode.DONE));
    Worker worker;
    try {
      ManyTrainings command = command(args);
      worker = new Worker(command.workload(), command.audio(), command.features());
    } catch (RuntimeException e) {
      Worker.refuse(told, out, e);
      return;
    }
    worker.work(told, out);
  }

  private static ManyTrainings command(String[] args) {
    CommandLine.ParseResult parsed = Commands.line(args).parseArgs(args);
    Object command = parsed.subcommand().commandSpec().userObject();
    if (command instanceof ManyTrainings many) {
      return many;
    }
    throw new IllegalArgumentException("Not a command with many trainings: " + command);
  }
}
