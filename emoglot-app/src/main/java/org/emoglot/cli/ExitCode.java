package org.emoglot.cli;

/** How the program ends, for scripts. */
final class ExitCode {

  /** Did what was asked. */
  static final int DONE = 0;

  /** Could not do it though the input was good. */
  static final int FAILED = 1;

  /** The command line or a file that it names cannot be used. */
  static final int BAD_INPUT = 2;

  private ExitCode() {}
}
