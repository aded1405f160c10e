package org.emoglot.spark;

import java.io.PrintWriter;
import org.emoglot.io.Json;
import org.emoglot.io.VisibleText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a job says what it did. */
final class Output {

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create(); // replaced by picocli

  /** The result, for programs or for people. */
  void result(Object object, String text) {
    PrintWriter out = command.commandLine().getOut();
    out.print(json ? Json.write(object) + System.lineSeparator() : VisibleText.lines(text));
    out.flush();
  }

  /** A remark. */
  void note(String sentence) {
    PrintWriter err = command.commandLine().getErr();
    err.println(VisibleText.line(sentence));
    err.flush();
  }
}
