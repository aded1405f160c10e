package org.emoglot.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where results go, without silent losses: a plain {@link PrintWriter} ignores failed writes. After
 * a failure nothing more is written.
 */
final class StandardOutput extends OutputStream {

  /** What standard output is, where the system says so. */
  private static final Path DESCRIPTOR = Path.of("/proc/self/fd/1");

  /** Not all could be written; nothing that is printed later will be seen. */
  static final class Failure extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    private final boolean toPipe;

    Failure(IOException cause, boolean toPipe) {
      super("Cannot write to standard output: %s.".formatted(cause.getMessage()), cause);
      this.toPipe = toPipe;
    }

    /** Whether its reader has seen enough, such as {@code head}, which is no error. */
    boolean isClosedPipe() { // the system may say so in another language
      return toPipe || String.valueOf(getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }
  }

  private final OutputStream out;
  private final boolean pipe;
  private boolean failed;

  private StandardOutput(OutputStream out, boolean pipe) {
    this.out = out;
    this.pipe = pipe;
  }

  /** That of this process. */
  static PrintWriter writer() {
    return writer(new FileOutputStream(FileDescriptor.out), isPipe());
  }

  /** UTF-8 whatever the locale, so that JSON is JSON. */
  static PrintWriter writer(OutputStream out, boolean pipe) {
    return new PrintWriter(new StandardOutput(out, pipe), false, StandardCharsets.UTF_8);
  }

  private static boolean isPipe() {
    try {
      return Files.readSymbolicLink(DESCRIPTOR).toString().startsWith("pipe:");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // a system that does not tell
    }
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    attempt(() -> out.write(bytes, offset, length));
  }

  @Override
  public void flush() {
    attempt(out::flush);
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void attempt(Writing writing) {
    if (failed) {
      return;
    }
    try {
      writing.run();
    } catch (IOException e) {
      failed = true;
      throw new Failure(e, pipe);
    }
  }
}
