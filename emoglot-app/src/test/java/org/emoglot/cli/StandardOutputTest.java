package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardOutputTest {

  private static final String FULL = "No space left on device";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "predict --help",
        "doctor",
        "doctor --json",
        "doctor --nonsense --json"
      })
  void execute_ontoAFullDisk_saysSoAndExitsWith1(String commandLine) {
    StringWriter err = new StringWriter();

    int exitCode = execute(new Refusing(FULL, 0), err, commandLine.split(" "));

    assertThat(exitCode).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).endsWith("Cannot write to standard output: " + FULL + ".\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "predict --help",
        "doctor",
        "doctor --json",
        "doctor --nonsense --json"
      })
  void execute_intoAClosedPipe_endsQuietly(String commandLine) {
    StringWriter err = new StringWriter();

    int exitCode = execute(new Refusing("Broken pipe", 0), err, commandLine.split(" "));

    assertThat(exitCode).isEqualTo(ExitCode.PIPE_CLOSED);
    assertThat(err.toString()).doesNotContain("pipe", "Cannot");
  }

  @Test
  void execute_intoAPipeThatIsClosedInAnotherLanguage_endsQuietly() {
    StringWriter err = new StringWriter();
    PrintWriter out = StandardOutput.writer(new Refusing("Relais brisé", 0), true);

    int exitCode = Main.execute(Commands.line(), out, new PrintWriter(err), "doctor");

    assertThat(exitCode).isEqualTo(ExitCode.PIPE_CLOSED);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void predict_whoseReaderStops_listensToNoFurtherFile(@TempDir Path folder) throws IOException {
    Path one = TinyRun.SPEECH.resolve("de/f1/sad_01.flac");
    for (int i = 0; i < 200; i++) {
      Files.copy(one, folder.resolve("%03d.flac".formatted(i)));
    }
    StringWriter err = new StringWriter();
    Refusing head = new Refusing("Broken pipe", 1);

    int exitCode = execute(head, err, "predict", "--quiet", "--format", "jsonl", folder.toString());

    assertThat(exitCode).isEqualTo(ExitCode.PIPE_CLOSED);
    assertThat(err.toString()).isEmpty();
    assertThat(head.taken).as("what was read before").hasLineCount(1);
    assertThat(head.attempts).as("writings").isEqualTo(2);
  }

  @Test
  void writer_ofText_writesUtf8() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintWriter out = StandardOutput.writer(bytes, false);
    out.print("ü\n");
    out.flush();
    assertThat(bytes.toByteArray()).isEqualTo("ü\n".getBytes(StandardCharsets.UTF_8));
  }

  private static int execute(OutputStream out, StringWriter err, String... args) {
    return Main.execute(
        Commands.line(), StandardOutput.writer(out, false), new PrintWriter(err), args);
  }

  /** Takes so many writings, and fails at every later one. */
  private static final class Refusing extends OutputStream {
    private final String why;
    private final int most;
    private String taken = "";
    private int attempts;

    Refusing(String why, int most) {
      this.why = why;
      this.most = most;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (++attempts > most) {
        throw new IOException(why);
      }
      taken += new String(bytes, offset, length, StandardCharsets.UTF_8);
    }
  }
}
