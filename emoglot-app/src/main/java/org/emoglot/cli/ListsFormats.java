package org.emoglot.cli;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.audio.AudioFormat;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** Adds to the help of a command that listens which formats are read. */
final class ListsFormats implements IModelTransformer {

  @Override
  public CommandSpec transform(CommandSpec command) {
    List<String> description = new ArrayList<>(List.of(command.usageMessage().description()));
    description.add(
        "Formats, recognised by their content: " + AudioFormat.list().replace("%", "%%") + ".");
    command.usageMessage().description(description.toArray(String[]::new));
    return command;
  }
}
