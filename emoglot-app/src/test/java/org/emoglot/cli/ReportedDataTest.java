package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.doctor.Surroundings;
import org.emoglot.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data as public reports tell of them, from the folder of a corpus to a manifest that opens. */
class ReportedDataTest {

  @TempDir Path folder;

  private static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(ReportedDataTest.class.getResource("/cases/" + name), name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By tar itself, since the names in the archives need not be text. */
  private Path unpack(String name) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder("tar", "xzf", resource(name + ".tar.gz").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("tar.log").toFile())
            .start();
    assertThat(tar.waitFor()).isZero();
    Files.delete(folder.resolve("tar.log"));
    return folder.resolve(name);
  }

  private Captured prepare(String corpus, Path root, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("prepare", "--quiet", "--corpus", corpus, "--root", root.toString()));
    arguments.addAll(List.of("--out", folder.resolve("out").toString()));
    arguments.addAll(Arrays.asList(more));
    return Captured.run(arguments.toArray(String[]::new));
  }

  private Captured importing(String corpus, Path root, String... more) {
    List<String> named = new ArrayList<>(List.of("--name", "mine", "--language", "en"));
    named.addAll(Arrays.asList(more));
    return prepare(corpus, root, named.toArray(String[]::new));
  }

  private Manifest manifest(String corpus) {
    return Manifest.read(folder.resolve("out").resolve(corpus + ".csv"));
  }

  private JsonNode report(String corpus) {
    return Json.read(folder.resolve("out").resolve(corpus + ".report.json")).at("/preparation");
  }

  private static Set<String> speakers(Manifest manifest, Split split) {
    return manifest.of(split).stream().map(Utterance::speaker).collect(Collectors.toSet());
  }

  @Test
  void case05_noSpeech_isCountedAndNamed() throws IOException {
    for (String emotion : List.of("happy", "sad")) {
      Files.createDirectories(folder.resolve("clips/" + emotion));
    }
    Files.copy(resource("05_digital_silence.wav"), folder.resolve("clips/happy/silence.wav"));
    Files.copy(resource("05_one_sample.wav"), folder.resolve("clips/sad/sample.wav"));
    Path speech = folder.resolve("clips/sad/speech.flac");
    Files.copy(Surroundings.ofThisProcess().demo().resolve("de/f1/sad_01.flac"), speech);
    Captured run = importing("folders", folder.resolve("clips"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("mine (en): 1 utterances")
        .contains("skipped: silent 2")
        .contains("2 clips have no detected speech")
        .contains("no speech: mine/happy/silence (skipped)")
        .contains("no speech: mine/sad/sample (skipped)");
  }

  @Test
  void case06_blankAndBrokenCopies_displaceNothing() throws Exception {
    Captured run = prepare("crema-d", unpack("06_crema_clone"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(manifest("crema-d").utterances())
        .hasSize(8)
        .allMatch(u -> u.path().toString().endsWith(".wav"));
    // The clips are made up; in the one sound copy of this one, no voice is heard either.
    assertThat(report("crema-d").at("/withoutSpeech"))
        .extracting(JsonNode::asText)
        .containsExactly("crema-d/1005_DFA_HAP_XX");
  }

  @Test
  void case07_speakerAlsoWrittenWithAZero_isOne() throws Exception {
    Captured run = prepare("aesdd", unpack("07_aesdd_01"), "--split", "speaker-disjoint");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(report("aesdd").at("/bySpeaker").fieldNames())
        .toIterable()
        .containsExactly("1", "2", "3", "4", "5", "6");
    Manifest manifest = manifest("aesdd");
    assertThat(speakers(manifest, Split.TEST))
        .doesNotContainAnyElementsOf(speakers(manifest, Split.TRAIN));
  }

  @ParameterizedTest
  @CsvSource({"csv, a_numeric_split", "nkululeko, b_whole_beside_parts"})
  void case08_tablesOfParts_areTheParts(String importer, String tables) throws Exception {
    Captured run = importing(importer, unpack("08_tables").resolve(tables));
    assertThat(run.exitCode()).as(run.err()).isZero();
    Manifest manifest = manifest("mine");
    assertThat(speakers(manifest, Split.TRAIN))
        .containsExactlyInAnyOrder("s0", "s1", "s2", "s3", "s4", "s5");
    assertThat(speakers(manifest, Split.VALIDATION)).containsExactlyInAnyOrder("s6", "s7");
    assertThat(speakers(manifest, Split.TEST)).containsExactlyInAnyOrder("s8", "s9");
    assertThat(run.out()).contains("the parts of the corpus").contains("  note: ");
  }

  @Test
  void case08_segments_areCutOut() throws Exception {
    Captured run = importing("nkululeko", unpack("08_tables").resolve("c_segments"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<Utterance> clips = manifest("mine").utterances();
    assertThat(clips).hasSizeGreaterThan(10);
    assertThat(clips)
        .allSatisfy(
            clip -> {
              double seconds = clip.id().endsWith("@0.1-0.3") ? 0.2 : 0.1;
              assertThat(clip.audio().end() - clip.audio().start())
                  .isCloseTo(seconds, within(1e-9));
              assertThat(clip.seconds()).isEqualTo(seconds);
            });
  }

  @Test
  void case08_utf16Table_isRead() throws Exception {
    Captured run = importing("csv", unpack("08_tables").resolve("d_utf16"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(manifest("mine").utterances()).hasSizeGreaterThan(10);
  }

  @Test
  void case09_namesInCodePage850_open() throws Exception {
    Path root = unpack("09_cafe_cp850");
    Captured run = prepare("cafe", root, "--allow-count-mismatch");
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<Utterance> clips = manifest("cafe").utterances();
    long files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(file -> file.toString().matches(".*-\\d\\.(wav|flac)")).count();
    }
    assertThat((long) clips.size()).isEqualTo(files);
    assertThat(clips).allMatch(clip -> Files.isRegularFile(clip.path()));
    assertThat(clips).anyMatch(clip -> !clip.path().toString().chars().allMatch(c -> c < 0x80));

    Path typed = folder.resolve("09_cafe_cp850").resolve("Col\uFFFDre");
    Captured answers = Captured.run("predict", "--quiet", "--json", typed.toString());
    assertThat(answers.exitCode()).as(answers.err()).isZero();
    assertThat(Json.mapper().readTree(answers.out()).at("/predictions")).isNotEmpty();
  }

  @Test
  void case10_audioWithOtherEndings_isReadAndTheRestIsListed() throws Exception {
    Path root = unpack("10_endings");
    Files.writeString(root.resolve("happy/notes.txt"), "not audio");
    Captured run = importing("folders", root);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("1 other files ignored");
    assertThat(report("mine").at("/passedOver").toString())
        .isEqualTo("[{\"file\":\"happy/notes.txt\",\"reason\":\"no audio inside\"}]");
    assertThat(report("mine").at("/utterances").asInt() + report("mine").at("/leftOut").size())
        .isEqualTo(16);
    assertThat(manifest("mine").utterances()).hasSize(16);
  }
}
