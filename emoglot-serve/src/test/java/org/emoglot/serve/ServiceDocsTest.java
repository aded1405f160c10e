package org.emoglot.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of docs/service.md, as somebody copies them. */
class ServiceDocsTest {

  private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
  private static TestService service;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    service = TestService.bundled(new Contract());
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void putClips() throws IOException {
    for (String name : List.of("clip.wav", "a.wav", "b.wav")) {
      Path clip = TestAudio.clips().get(name.charAt(0) - 'a');
      Files.write(folder.resolve(name), TestAudio.wav(TestAudio.samples(clip), 16_000));
    }
  }

  /** The examples in a language, with the address of the service that runs. */
  private static List<String> lines(String language) throws IOException {
    String document = Files.readString(TestAudio.home().resolve("docs/service.md"));
    List<String> found = new ArrayList<>();
    for (Matcher fence = FENCE.matcher(document); fence.find(); ) {
      if (fence.group(1).equals(language)) {
        found.add(fence.group(2).replace("127.0.0.1:8080", "127.0.0.1:" + service.port()));
      }
    }
    return found;
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("in time").isTrue();
    String text = Files.readString(said);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  private void assume(String what, String... command) throws InterruptedException {
    boolean there;
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("version").toFile())
              .start();
      there = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      there = false;
    }
    assumeThat(there)
        .as("%s is not installed: its lines in docs/service.md are not run", what)
        .isTrue();
  }

  @Test
  void curl_getsAnswersAndAdapts() throws Exception {
    assume("curl", "curl", "--version");
    List<String> all = lines("bash");
    assertThat(all).hasSize(2);

    String answers = run("bash", "-euc", all.get(0));
    String adapted = run("bash", "-euc", all.get(1));

    assertThat(answers.split("\"model\":\"emoglot-mini\"", -1)).as("three answers").hasSize(4);
    assertThat(answers).contains("\"file\":\"clip.wav\"", "\"segments\":[");
    assertThat(adapted).contains("\"clips\":2", "\"adaptation\":\"office\"", "\"running\":true");
    assertThat(adapted).doesNotContain("\"status\"");
  }

  @Test
  void python_printsLabelAndScores() throws Exception {
    assume("Python", "python3", "--version");
    List<String> all = lines("python");

    Path script = Files.writeString(folder.resolve("lines.py"), all.get(0));

    assertThat(run("python3", script.toString())).matches("(?s)\\w+ \\[\\{'label': .*'score': .*");
  }

  @Test
  void python_ofHuggingFace_printsTwoScores() throws Exception {
    assume("huggingface_hub of Python", "python3", "-c", "import huggingface_hub");
    List<String> all = lines("python");

    Path script = Files.writeString(folder.resolve("lines.py"), all.get(1));

    assertThat(run("python3", script.toString()).split("label=")).hasSize(3);
  }

  @Test
  void javaScript_printsLabelAndScores() throws Exception {
    assume("Node", "node", "-e", "process.exit(process.versions.node.split('.')[0] < 18 ? 1 : 0)");
    List<String> all = lines("js");

    Path script = Files.writeString(folder.resolve("lines.mjs"), all.get(0));

    assertThat(run("node", script.toString())).containsPattern("(?s)^\\w+ \\[.*label:.*score:");
  }

  @Test
  void java_printsTheAnswer() throws Exception {
    List<String> all = lines("java");
    String source =
        "import java.net.*; import java.net.http.*; import java.nio.file.*;\n"
            + "class Lines { public static void main(String[] words) throws Exception {\n%s}}\n"
                .formatted(all.get(0));
    Path script = Files.writeString(folder.resolve("Lines.java"), source);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    assertThat(run(java, script.toString())).contains("\"predictions\":[{\"seconds\":");
  }
}
