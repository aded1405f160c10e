package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {

  @TempDir private Path folder;

  @Test
  void serve_certificateThatIsNone_saysSoAndNotThatTheAddressIsTaken() throws IOException {
    String text = Files.writeString(folder.resolve("text.pem"), "not a certificate").toString();

    Captured run =
        Captured.run("serve", "--port", "0", "--tls-certificate", text, "--tls-key", text);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("Expected a certificate (PEM) in " + text)
        .doesNotContain("address")
        .hasLineCount(1);
  }

  @Test
  void serve_hostThatIsNone_saysSoInOneSentence() {
    Captured run = Captured.run("serve", "--port", "0", "--host", "nowhere.invalid");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("nowhere.invalid port 0", "no such host").hasLineCount(1);
  }

  @Test
  void serve_missingModel_saysWhereItShouldBe() {
    Captured run = Captured.run("serve", "--port", "0", "--model", "" + folder.resolve("none"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("Expected the folder of a saved model").hasLineCount(1);
  }
}
