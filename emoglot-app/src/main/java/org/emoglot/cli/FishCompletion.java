package org.emoglot.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completion of a command line in the fish shell, which picocli does not write itself. */
final class FishCompletion {

  /** Characters of a description; fish shows one line. */
  private static final int MOST = 80;

  private final String program;
  private final List<String> lines = new ArrayList<>();

  private FishCompletion(String program) {
    this.program = program;
  }

  /** The script for a command line with subcommands. */
  static String of(String program, CommandLine all) {
    FishCompletion completion = new FishCompletion(program);
    completion.lines.add("# Completion of " + program + " in the fish shell.");
    completion.lines.add("complete -c " + program + " -e");
    String noCommand = "-n __fish_use_subcommand";
    all.getSubcommands()
        .forEach(
            (name, command) ->
                completion.add(noCommand, "-f -a", name, described(command.getCommandSpec())));
    completion.options(noCommand, all.getCommandSpec());
    all.getSubcommands()
        .forEach(
            (name, command) -> {
              String inCommand = "-n '__fish_seen_subcommand_from " + name + "'";
              completion.options(inCommand, command.getCommandSpec());
              completion.values(inCommand, command.getCommandSpec());
            });
    return String.join("\n", completion.lines) + "\n";
  }

  private void options(String where, CommandSpec command) {
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        StringBuilder words = new StringBuilder();
        for (String name : option.names()) {
          words
              .append(name.startsWith("--") ? " -l " : " -s ")
              .append(name.replaceFirst("^-+", ""));
        }
        String values = candidates(option);
        if (option.arity().max() > 0) {
          words.append(values.isEmpty() ? " -r" : " -x -a " + quoted(values));
        }
        lines.add(
            "complete -c %s %s%s -d %s"
                .formatted(program, where, words, quoted(first(option.description()))));
      }
    }
  }

  /** What may follow a command, where that is one of a few words; files are offered anyway. */
  private void values(String where, CommandSpec command) {
    for (ArgSpec parameter : command.positionalParameters()) {
      String values = candidates(parameter);
      if (!values.isEmpty()) {
        add(where, "-f -a", values, first(parameter.description()));
      }
    }
  }

  private void add(String where, String how, String values, String description) {
    lines.add(
        "complete -c %s %s %s %s -d %s"
            .formatted(program, where, how, quoted(values), quoted(description)));
  }

  private static String candidates(ArgSpec arg) {
    Iterable<String> candidates = arg.completionCandidates();
    return candidates == null ? "" : String.join(" ", candidates);
  }

  private static String described(CommandSpec command) {
    return first(command.usageMessage().description());
  }

  /** The first sentence of a help text, as a line without colours. */
  private static String first(String[] texts) {
    String text =
        texts.length == 0 ? "" : Ansi.OFF.string(texts[0].replace("%n", " ").replace("%%", "%"));
    int stop = text.indexOf(". ");
    String sentence = (stop < 0 ? text : text.substring(0, stop)).strip().replaceFirst("\\.$", "");
    return sentence.length() <= MOST ? sentence : sentence.substring(0, MOST - 1).strip() + "…";
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
