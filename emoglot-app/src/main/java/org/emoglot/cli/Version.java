package org.emoglot.cli;

import org.emoglot.provenance.Provenance;
import picocli.CommandLine.IVersionProvider;

/** The versions of this software and of Java. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {
      "emoglot " + Provenance.version(),
      "Java " + Runtime.version() + " (" + System.getProperty("os.arch") + ")"
    };
  }
}
