package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emoglot.corpus.Manifest;
import org.emoglot.corpus.Split;
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
