package org.emoglot.cli;

import java.util.Iterator;
import java.util.List;
import picocli.CommandLine;

/** All commands. Iterates over their names, for completion. */
final class Commands implements Iterable<String> {

  /** In the order of the help. */
  private static final List<String> NAMES =
      List.of(
          "demo",
          "prepare",
          "pretrain",
          "train",
          "join",
          "pack",
          "reproduce",
          "tune",
          "sweep",
          "evaluate",
          "predict",
          "adapt",
          "serve",
          "extract",
          "export",
          "report",
          "project",
          "models",
          "doctor",
          "help",
          "version",
          "completion");

  /** Those that look at all others. */
  private static final List<String> OF_ALL = List.of("help", "completion");

  /** The command line with every command. */
  static CommandLine line() {
    return line(NAMES);
  }

  /**
   * The command line for some arguments: with the command that they begin with, or else with every
   * command. To read the options of all commands takes longer than a short command.
   */
  static CommandLine line(String... args) {
    boolean one = args.length > 0 && NAMES.contains(args[0]) && !OF_ALL.contains(args[0]);
    return one ? line(List.of(args[0])) : line();
  }

  private static CommandLine line(List<String> names) {
    CommandLine line = new CommandLine(new Main());
    // A command line of its own, since picocli transforms the model of no other command object.
    names.forEach(name -> line.addSubcommand(name, new CommandLine(command(name))));
    return line;
  }

  private static Object command(String name) {
    return switch (name) {
      case "demo" -> new DemoCommand();
      case "adapt" -> new AdaptCommand();
      case "prepare" -> new PrepareCommand();
      case "pretrain" -> new PretrainCommand();
      case "train" -> new TrainCommand();
      case "join" -> new JoinCommand();
      case "pack" -> new PackCommand();
      case "reproduce" -> new ReproduceCommand();
      case "tune" -> new TuneCommand();
      case "sweep" -> new SweepCommand();
      case "evaluate" -> new EvaluateCommand();
      case "predict" -> new PredictCommand();
      case "serve" -> new ServeCommand();
      case "extract" -> new ExtractCommand();
      case "export" -> new ExportCommand();
      case "report" -> new ReportCommand();
      case "project" -> new ProjectCommand();
      case "models" -> new ModelsCommand();
      case "doctor" -> new DoctorCommand();
      case "help" -> new HelpCommand();
      case "version" -> new VersionCommand();
      case "completion" -> new CompletionCommand();
      default -> throw new IllegalArgumentException("No command " + name);
    };
  }

  @Override
  public Iterator<String> iterator() {
    return NAMES.iterator();
  }
}
