package org.emoglot.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The readers against a table of the real files that another program made. */
class RealCorporaTest {

  private static Prepared prepare(Corpus corpus, Path folder) {
    return Preparation.prepare(
        corpus, folder, Fakes.AUDIO_OF_NAME, PreparationOptions.of(corpus), (done, total) -> {});
  }

  /** Path without ending to "emotion speaker". */
  private static Map<String, String> table(Path corpora, String folder) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(corpora.resolve("manifest.tsv"))) {
      String[] fields = line.split("\t", -1);
      if (fields[0].equals(folder)) {
        rows.put(fields[1].replaceAll("\\.[a-z]+$", ""), fields[2] + " " + fields[3]);
      }
    }
    return rows;
  }

  @ParameterizedTest
  @CsvSource({
    "EMODB, 339, 10",
    "URDU, 400, 29",
    "CASIA, 800, 4",
    "RAVDESS, 672, 24",
    "EMOVO, 336, 6"
  })
  void prepare_realCorpus_agreesClipByClipWithTheTable(Corpus corpus, int clips, int speakers)
      throws IOException {
    Path corpora = LocalCorpora.folder();
    Path root = corpora.resolve(corpus.name());
    Prepared prepared = prepare(corpus, root);
    Map<String, String> found = new TreeMap<>();
    for (Utterance u : prepared.manifest().utterances()) {
      String relative = root.relativize(u.path()).toString().replace('\\', '/');
      found.put(relative.replaceAll("\\.[a-z]+$", ""), u.label() + " " + u.speaker());
    }
    assertThat(found).hasSize(clips).isEqualTo(table(corpora, corpus.name()));
    assertThat(prepared.report().bySpeaker()).hasSize(speakers);
    assertThat(prepared.report().leftOut()).isEmpty();
    assertThat(prepared.report().otherFiles()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "EMODB, 266, 35, 38",
    "URDU, 300, 20, 80",
    "CASIA, 640, 80, 80",
    "RAVDESS, 538, 67, 67",
    "EMOVO, 269, 34, 33"
  })
  void prepare_realCorpus_isDividedAsWritten(Corpus corpus, long train, long val, long test) {
    PreparationReport report =
        prepare(corpus, LocalCorpora.folder().resolve(corpus.name())).report();
    assertThat(report.bySplit()).isEqualTo(Map.of("train", train, "val", val, "test", test));
    report
        .bySplitAndLabel()
        .forEach(
            (split, labels) ->
                labels.forEach(
                    (label, count) ->
                        assertThat((double) count)
                            .as("%s %s of %s", count, label, split)
                            .isCloseTo(
                                report.byLabel().get(label)
                                    * (double) report.bySplit().get(split)
                                    / report.utterances(),
                                within(1.0))));
  }

  /** Computed by reference/split_fingerprints.py from the rule as it is written. */
  @ParameterizedTest
  @CsvSource({
    "EMODB, 36004a851f1352ce9c7c2e0c4aa234112a654acfcae854b9dcc68e8b4459276a",
    "URDU, afa8404a4784d580ca44734213a4e122bbc0830a8f32be72fa10d1c772c37146",
    "CASIA, 2d87fc50df375088c568547914033352091ca6c2f5e40a04852e3ba9e38101d6",
    "RAVDESS, 7b0a369a39d3e45bbfcbaaf571d6bf17a96e80198da7fdacc4dc5b49efb17f3f",
    "EMOVO, 19e5ea9aa8f264a3300d2d59d0703f20c88551ae226e5436e58fb1f767038440"
  })
  void prepare_realCorpus_splitIsTheOnePublished(Corpus corpus, String fingerprint) {
    assertThat(
            prepare(corpus, LocalCorpora.folder().resolve(corpus.name()))
                .report()
                .splitFingerprint())
        .isEqualTo(fingerprint);
  }

  @ParameterizedTest
  @CsvSource({
    "EMODB, wav/03a01Fa.wav, emodb/03a01Fa",
    "URDU, Angry/SM1_F10_A010.flac, urdu/SM1_F10_A010",
    "CASIA, ZhaoZuoxiang/sad/212.flac, casia/ZhaoZuoxiang/sad/212",
    "RAVDESS, Actor_10/03-01-03-02-01-02-10.flac, ravdess/03-01-03-02-01-02-10",
    "EMOVO, m1/neu-m1-l3.flac, emovo/neu-m1-l3"
  })
  void prepare_realCorpus_idComesFromTheName(Corpus corpus, String path, String id) {
    Path root = LocalCorpora.folder().resolve(corpus.name());
    assertThat(prepare(corpus, root).manifest().utterances())
        .filteredOn(u -> u.path().equals(root.resolve(path)))
        .extracting(Utterance::id)
        .containsExactly(id);
  }

  @ParameterizedTest
  @CsvSource({"EMODB, wav", "EMOVO, ."})
  void prepare_rootDeeperOrHigher_givesTheSameManifest(Corpus corpus, String inside) {
    Path root = LocalCorpora.folder().resolve(corpus.name());
    assertThat(prepare(corpus, root.resolve(inside)).manifest().fingerprint())
        .isEqualTo(prepare(corpus, root).manifest().fingerprint());
  }

  @Test
  void prepare_ravdess_reportsTheClipThatExistsTwice() {
    Path root = LocalCorpora.folder().resolve("RAVDESS");
    PreparationReport report =
        Preparation.prepare(
                Corpus.RAVDESS,
                root,
                Fakes.AUDIO_OF_CONTENT,
                PreparationOptions.of(Corpus.RAVDESS),
                (done, total) -> {})
            .report();
    assertThat(report.identicalAudio())
        .containsExactly(List.of("ravdess/03-01-03-01-02-01-07", "ravdess/03-01-03-01-02-02-07"));
  }
}
