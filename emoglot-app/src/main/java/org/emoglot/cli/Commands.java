package org.emoglot.cli;

import java.util.Iterator;
import picocli.CommandLine;

/** The names of all commands, for completion. */
final class Commands implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return new CommandLine(new Main()).getSubcommands().keySet().iterator();
  }
}
