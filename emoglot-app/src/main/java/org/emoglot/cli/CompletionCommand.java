package org.emoglot.cli;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that makes a shell complete commands, options and their values. */
@Command(
    name = "completion",
    description = "Prints a script that makes the shell complete commands, options and values.",
    footer = {
      "",
      "Examples:",
      "  source <(./emoglot completion bash)                 in ~/.bashrc, to keep it",
      "  source <(./emoglot completion zsh)                  in ~/.zshrc",
      "  ./emoglot completion fish | source                  in fish, or to keep it:",
      "  ./emoglot completion fish > ~/.config/fish/completions/emoglot.fish"
    })
final class CompletionCommand implements Callable<Integer> {

  /** A shell that can complete. */
  enum Shell {
    BASH,
    ZSH,
    FISH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "<shell>", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.BASH;

  @Mixin private Output output = new Output();

  @Spec private CommandSpec command = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() {
    CommandLine all = command.commandLine().getParent();
    String name = all.getCommandName();
    String script =
        switch (shell) {
          case BASH, ZSH -> AutoComplete.bash(name, all); // which zsh reads as well
          case FISH -> FishCompletion.of(name, all);
        };
    output.result(Map.of("shell", shell.toString(), "script", script), () -> script);
    return ExitCode.DONE;
  }
}
