package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.doctor.Surroundings;
import org.emoglot.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the synthetic demo corpus, which is part of the source. */
class PrepareCommandTest {

  private static final String DEMO = Surroundings.ofThisProcess().demo().toString();

  @TempDir Path folder;

  @Test
  void prepare_onTheDemoCorpus_writesManifestAndReport() throws IOException {
    Path out = folder.resolve("manifests");

    Captured run = prepare("--corpus", "synthetic-de", "--root", DEMO, "--out", out.toString());

    assertThat(run.err()).contains("reading synthetic-de: 120/120 clips (100 %)");
    assertThat(run.exitCode()).isZero();
    Manifest manifest = Manifest.read(out.resolve("synthetic-de.csv"));
    assertThat(manifest.utterances()).hasSize(120);
    assertThat(manifest.of(Split.TEST)).hasSize(12);
    JsonNode report = Json.read(out.resolve("synthetic-de.report.json"));
    assertThat(report.at("/preparation/manifestFingerprint").asText())
        .isEqualTo(manifest.fingerprint());
    assertThat(run.out()).startsWith("synthetic-de (de): 120 utterances, 6 speakers");
  }

  @Test
  void prepare_withJson_printsTheReportAndNothingElse() throws IOException {
    String out = folder.toString();

    Captured run =
        prepare("--corpus", "synthetic-de", "--root", DEMO, "--out", out, "--json", "--quiet");

    assertThat(run.err()).isEmpty();
    assertThat(Json.mapper().readTree(run.out()))
        .isEqualTo(Json.read(folder.resolve("synthetic-de.report.json")));
  }

  @Test
  void prepare_withAnotherSeed_splitsDifferently() {
    prepare("--corpus", "synthetic-de", "--root", DEMO, "--out", folder + "/a", "--seed", "1");
    prepare("--corpus", "synthetic-de", "--root", DEMO, "--out", folder + "/b", "--seed", "2");

    assertThat(Manifest.read(folder.resolve("a/synthetic-de.csv")).of(Split.TEST))
        .isNotEqualTo(Manifest.read(folder.resolve("b/synthetic-de.csv")).of(Split.TEST));
  }

  @Test
  void prepare_aFolderForEachLabel_needsNameAndLanguageAndFindsSharedAudio() throws IOException {
    String out = folder.resolve("out").toString();
    Path clip = Path.of(DEMO, "de", "f1", "angry_01.flac");
    for (String emotion : List.of("Angry", "Calm", "Odd")) {
      Files.createDirectories(folder.resolve("mine/" + emotion + "/anna"));
      Files.copy(clip, folder.resolve("mine/" + emotion + "/anna/1.flac"));
    }
    String root = folder.resolve("mine").toString();
    prepare("--corpus", "synthetic-de", "--root", DEMO, "--out", out);

    Captured unnamed = prepare("--corpus", "folders", "--root", root, "--out", out);
    Captured run =
        prepare(
            "--corpus",
            "folders",
            "--root",
            root,
            "--out",
            out,
            "--name",
            "mine",
            "--language",
            "de",
            "--labels",
            "Odd=odd,Calm=-");

    assertThat(unnamed.exitCode()).isEqualTo(2);
    assertThat(unnamed.err()).contains("found no --name").hasLineCount(1);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("train     2  angry 1, odd 1")
        .contains("skipped: emotion not in the label set 1")
        .contains("identical audio: mine/Angry/anna/1 (train) = mine/Odd/anna/1 (train)")
        .contains(
            "identical audio in another corpus: mine/Angry/anna/1 (train) = mine/Odd/anna/1 (train) ="
                + " synthetic-de/f1/angry_01 (");
    assertThat(Json.read(folder.resolve("out/mine.report.json")).at("/audioOfOtherCorpora"))
        .hasSize(1);
  }

  @Test
  void prepare_betweenSpeakersAndFewerEmotions_doesSo() {
    String out = folder.toString();
    Captured run =
        prepare(
            "--corpus",
            "synthetic-de",
            "--root",
            DEMO,
            "--out",
            out,
            "--split",
            "speaker-disjoint",
            "--emotions",
            "angry,sad");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("(no speaker in two parts, seed 1)");
    Manifest manifest = Manifest.read(folder.resolve("synthetic-de.csv"));
    assertThat(manifest.utterances()).hasSize(60);
    assertThat(manifest.of(Split.TEST))
        .hasSize(10)
        .extracting(Utterance::speaker)
        .containsOnly(manifest.of(Split.TEST).get(0).speaker());
  }

  @Test
  void prepare_paperCorpusWithOtherCounts_isRefusedUnlessAllowed() throws IOException {
    Files.copy(
        Path.of(DEMO, "de", "f1", "angry_01.flac"),
        Files.createDirectory(folder.resolve("wav")).resolve("03a01Wa.flac"));
    String[] options = {"--corpus", "emodb", "--root", folder.toString(), "--out", folder + "/out"};

    Captured refused = prepare(options);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("Expected 339 utterances of emodb")
        .contains("--allow-count-mismatch")
        .hasLineCount(1);
    assertThat(folder.resolve("out")).doesNotExist();

    String[] allowing = Arrays.copyOf(options, options.length + 1);
    allowing[options.length] = "--allow-count-mismatch";
    Captured allowed = prepare(allowing);
    assertThat(allowed.exitCode()).as(allowed.err()).isZero();
    assertThat(allowed.out()).contains("note: Expected train 266, val 35, test 38");
  }

  @Test
  void prepare_knownCorpusWithAName_exitsWith2() {
    Captured run =
        prepare("--corpus", "emodb", "--root", DEMO, "--out", folder.toString(), "--name", "x");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("Expected --name and --language only").hasLineCount(1);
  }

  @Test
  void prepare_withoutTheFolder_saysOneSentenceAndExitsWith2() {
    Path absent = folder.resolve("absent");

    Captured run =
        prepare("--corpus", "emodb", "--root", absent.toString(), "--out", folder.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "Expected a folder with audio files at " + absent + ", found nothing there.\n");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void prepare_withAnotherCorpusInTheFolder_exitsWith2() throws IOException {
    Path out = Files.createDirectory(folder.resolve("out"));

    Captured run = prepare("--corpus", "emodb", "--root", DEMO, "--out", out.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("Expected clips of emodb").hasLineCount(1);
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void prepare_withUnknownCorpus_namesTheKnownOnes() {
    Captured run = prepare("--corpus", "emobd", "--root", DEMO, "--out", folder.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("Expected one of the corpora emodb, urdu").hasLineCount(1);
  }

  @Test
  void prepare_withUnknownDownmix_namesTheKnownOnes() {
    Captured run =
        prepare("--corpus", "emodb", "--root", DEMO, "--out", folder.toString(), "--downmix", "x");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("Expected a down-mix policy (mean, left").hasLineCount(1);
  }

  @Test
  void prepare_withoutOptions_namesThoseThatAreMissing() {
    Captured run = prepare();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--corpus", "--root", "--out").hasLineCount(1);
  }

  private static Captured prepare(String... options) {
    String[] args = new String[options.length + 1];
    args[0] = "prepare";
    System.arraycopy(options, 0, args, 1, options.length);
    return Captured.run(args);
  }
}
