package org.emoglot.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Shows the help of a command, or of the whole. */
@Command(
    name = "help",
    description =
        "Shows what a command does and its options; without a command, lists all commands.",
    footer = {"", "Examples:", "  emoglot help", "  emoglot help predict"})
final class HelpCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "<command>",
      arity = "0..1",
      completionCandidates = Commands.class,
      description = "The command (default: all of them).")
  private Optional<String> asked = Optional.empty();

  @Mixin private Output output = new Output();

  @Spec private CommandSpec command = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() {
    CommandLine all = command.commandLine().getParent();
    CommandLine subject = asked.map(name -> named(all, name)).orElse(all);
    String help = subject.getUsageMessage();
    output.result(Map.of("help", help), () -> help);
    return ExitCode.DONE;
  }

  private CommandLine named(CommandLine all, String name) {
    CommandLine found = all.getSubcommands().get(name);
    if (found == null) {
      throw new UnmatchedArgumentException(all, List.of(name));
    }
    return found;
  }
}
