package org.emoglot.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.emoglot.provenance.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says which version this is, as {@code --version} does. */
@Command(
    name = "version",
    description = "Prints the versions of Emoglot and Java.",
    footer = {"", "Examples:", "  emoglot version", "  emoglot version --json"})
final class VersionCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    output.result(
        Map.of("emoglot", Provenance.version(), "java", Runtime.version().toString()),
        () -> String.join("\n", new Version().getVersion()) + "\n");
    return ExitCode.DONE;
  }
}
