package org.emoglot.cli;

/** How the program ends, for scripts. */
final class ExitCode {

  /** Did what was asked. */
  static final int DONE = 0;

  /** Could not do it though the input was good. */
  static final int FAILED = 1;

  /** The command line or a file that it names cannot be used. */
  static final int BAD_INPUT = 2;

  /** Ended by Ctrl-C: 128 and the number of SIGINT, as shells have it. */
  static final int INTERRUPTED = 128 + 2;

  /** The reader of standard output has seen enough: 128 and the number of SIGPIPE. */
  static final int PIPE_CLOSED = 128 + 13;

  private ExitCode() {}
}
