package org.emoglot.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher itself, with stand-ins for Maven and Java that say how they were called. */
class LauncherTest {

  private static final Path HOME = Path.of(System.getProperty("emoglot.home", ".."));

  @TempDir Path folder;

  private Path jdk;

  private record Run(int exitCode, List<String> out, String err) {

    /** What follows an argument of Java. */
    String after(String argument) {
      return out.get(out.indexOf("<" + argument + ">") + 1).replaceAll("^<|>$", "");
    }
  }

  @BeforeEach
  void makeJdk() throws IOException {
    jdk = folder.resolve("jdk");
    script("java", jdk.resolve("bin/java"));
    script("java", jdk.resolve("bin/javac"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");
  }

  @Test
  void firstStart_saysWhatItIsAt_laterStartsSayNothing() throws Exception {
    Path checkout = checkout("checkout");

    Run first = run(checkout, Map.of(), "doctor", "a b", "*", "");
    Run later = run(checkout, Map.of(), "doctor");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.err().lines())
        .containsExactly(
            "emoglot: The first start builds Emoglot once, which takes a few minutes (log: %s)."
                .formatted(checkout.resolve("emoglot-app/target/launcher/build.log")),
            "emoglot: Getting Maven ready ...",
            "emoglot: Building 1/3 (Emoglot) ...",
            "emoglot: Building 2/3 (emoglot-core) ...",
            "emoglot: Building 3/3 (emoglot-app) ...",
            "emoglot: Unpacking native libraries, and trying them ...");
    assertThat(first.out()).endsWith("<org.emoglot.cli.Main>", "<doctor>", "<a b>", "<*>", "<>");
    assertThat(later.exitCode()).isZero();
    assertThat(later.err()).isEmpty();
    assertThat(Files.readAllLines(checkout.resolve("calls.txt"))).hasSize(1);
  }

  @Test
  void start_afterASourceFileChanged_buildsAgain() throws Exception {
    Path checkout = checkout("checkout");
    run(checkout, Map.of(), "doctor");
    Files.setLastModifiedTime(
        checkout.resolve("emoglot-core/src/main/Foo.java"),
        FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(run(checkout, Map.of(), "doctor").exitCode()).isZero();

    assertThat(Files.readAllLines(checkout.resolve("calls.txt"))).hasSize(2);
  }

  /** To Java and Maven a ':' ends a path, a '!' that of a jar, and '${' begins a variable. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "with a blank",
        "-dash",
        "ünïcödé",
        "with:colon",
        "wow!",
        "wow!/emoglot",
        "a$HOME",
        "a${user.home}",
        "star*",
        "[brackets]",
        "quote'd \"twice\"",
        "back\\slash",
        "per%20cent",
        "hash#and?question",
        "semi;colon & co",
        "(round)"
      })
  void start_inAFolderOfAnyName_givesJavaAPathThatItReads(String name) throws Exception {
    Path checkout = checkout(name);

    Run run = run(checkout, Map.of(), "predict", "clip.wav");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("<-Demoglot.home=" + checkout + ">");
    Path jar = Path.of(run.after("-cp"));
    assertThat(jar).exists().hasFileName("emoglot-app.jar");
    assertThat(jar.toRealPath().toString()).doesNotContain(":", "!", "$", "%", "#", "*");
    assertThat(Files.readString(checkout.resolve("calls.txt"))).doesNotContain(":", "!", "${");
    assertThat(run(checkout, Map.of(), "doctor").err()).isEmpty(); // built once

    Run tests = run(checkout, Map.of(), "test");

    assertThat(tests.exitCode()).as(tests.err()).isZero();
    assertThat(tests.out()).last().isEqualTo("7 passed, 0 failed, 2 skipped");
  }

  @Test
  void start_throughALink_findsItsFolder() throws Exception {
    Path checkout = checkout("real");
    Path link =
        Files.createSymbolicLink(folder.resolve("emoglot-link"), checkout.resolve("emoglot"));

    Run run = execute(folder, Map.of(), link.toString(), "doctor");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("<-Demoglot.home=" + checkout + ">");
  }

  @Test
  void test_thatPasses_printsALineAModuleAndTheCount() throws Exception {
    Path checkout = checkout("checkout");

    Run run = run(checkout, Map.of(), "test", "-pl", "emoglot-app");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .satisfiesExactly(
            line -> assertThat(line).matches("emoglot-core +3 passed, 0 failed, 2 skipped +0:0\\d"),
            line -> assertThat(line).matches("emoglot-app +4 passed, 0 failed, 0 skipped +0:0\\d"),
            line ->
                assertThat(line)
                    .isEqualTo("  skipped 2: No corpora at \"/x\": set EMOGLOT_CORPORA."),
            line -> assertThat(line).isEqualTo("7 passed, 0 failed, 2 skipped"));
    assertThat(Files.readString(checkout.resolve("calls.txt")))
        .endsWith("verify -pl emoglot-app\n");
  }

  @Test
  void test_thatFails_printsTheFailureWholeOnceAndExitsWith1() throws Exception {
    Run run = run(checkout("checkout"), Map.of("FAKE", "failing"), "test");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(String.join("\n", run.out()))
        .contains(
            "org.emoglot.BarTest.add_two_isFour -- Time elapsed: 0.1 s <<< FAILURE!\n"
                + "java.lang.AssertionError: \n\nExpecting actual:\n  5\n\tat org.emoglot.BarTest.add(BarTest.java:7)\n")
        .containsOnlyOnce("Expecting actual")
        .doesNotContain("test prints")
        .endsWith("5 passed, 2 failed, 2 skipped");
    assertThat(run.err()).contains("test.log");
  }

  @Test
  void test_whoseJavaCrashes_exitsWith1ThoughMavenDoesNot() throws Exception {
    Run run = run(checkout("checkout"), Map.of("FAKE", "crashing"), "test");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).anyMatch(line -> line.contains("forked VM terminated"));
  }

  @Test
  void test_thatDoesNotCompile_printsWhyAndCountsNothing() throws Exception {
    Run run = run(checkout("checkout"), Map.of("FAKE", "broken"), "test");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .containsExactly("[ERROR] COMPILATION ERROR : ", "[ERROR] Foo.java:[1,2] ';' expected");
  }

  @Test
  void test_help_isShownWithoutMaven() throws Exception {
    Path checkout = checkout("checkout");

    Run run = run(checkout, Map.of(), "test", "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).first().asString().startsWith("Usage: emoglot test");
    assertThat(checkout.resolve("calls.txt")).doesNotExist();
  }

  /** A source folder with the real launcher, and one source file. */
  private Path checkout(String name) throws IOException {
    Path checkout = folder.resolve("sources").resolve(name);
    Files.createDirectories(checkout.resolve("launcher"));
    copy(HOME.resolve("emoglot"), checkout.resolve("emoglot"));
    try (Stream<Path> files = Files.list(HOME.resolve("launcher"))) {
      for (Path file : files.toList()) {
        copy(file, checkout.resolve("launcher").resolve(file.getFileName().toString()));
      }
    }
    script("mvnw", checkout.resolve("mvnw"));
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    Files.createDirectories(checkout.resolve(".mvn"));
    for (String module : List.of("emoglot-core", "emoglot-app")) {
      Files.createDirectories(checkout.resolve(module).resolve("src/main"));
      Files.writeString(checkout.resolve(module).resolve("pom.xml"), "<project/>");
      Files.writeString(checkout.resolve(module).resolve("src/main/Foo.java"), "");
    }
    return checkout;
  }

  private Run run(Path checkout, Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add("./" + checkout.getFileName() + "/emoglot");
    command.addAll(List.of(words));
    return execute(checkout.getParent(), environment, command.toArray(new String[0]));
  }

  private Run execute(Path workingFolder, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(workingFolder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> variables = builder.environment();
    variables.keySet().removeIf(name -> name.startsWith("EMOGLOT_") || name.startsWith("XDG_"));
    variables.put("HOME", folder.resolve("home").toString());
    variables.put("JAVA_HOME", jdk.toString());
    variables.putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
    return new Run(
        process.exitValue(),
        Files.readAllLines(out),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private static void script(String name, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    try (InputStream in = LauncherTest.class.getResourceAsStream("/launcher/" + name)) {
      Files.copy(Objects.requireNonNull(in, name), target);
    }
    assertThat(target.toFile().setExecutable(true)).isTrue();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to);
    assertThat(to.toFile().setExecutable(true)).isTrue();
  }
}
