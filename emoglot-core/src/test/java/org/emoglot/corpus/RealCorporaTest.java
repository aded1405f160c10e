package org.emoglot.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.preparation.Preparation;
import org.emoglot.preparation.PreparationOptions;
import org.emoglot.preparation.PreparationReport;
import org.emoglot.preparation.Prepared;
import org.emoglot.preparation.SplitMethod;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The readers against a table of the real files that another program made. */
@Tag("corpora")
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
  void prepare_savee_agreesClipByClipWithItsTable() throws IOException {
    Path corpora = LocalCorpora.beside("corpora-extra");
    Path root = corpora.resolve("SAVEE");
    Prepared prepared = prepare(Corpus.SAVEE, root);
    Map<String, String> found = new TreeMap<>();
    for (Utterance u : prepared.manifest().utterances()) {
      String relative = root.relativize(u.path()).toString().replace('\\', '/');
      found.put(relative.replaceAll("\\.[a-z]+$", ""), u.label() + " " + u.speaker());
    }
    assertThat(found).hasSize(300).isEqualTo(table(corpora, "SAVEE"));
    assertThat(prepared.report().bySplit())
        .isEqualTo(Map.of("train", 240L, "val", 30L, "test", 30L));
    assertThat(prepared.report().leftOut()).isEmpty();
    assertThat(prepared.report().byGender()).isEqualTo(Map.of("male", 300L));
    assertThat(prepared.report().splitFingerprint())
        .isEqualTo("cecd687f0038334dbd28d93ace176b883ed45f19b3be682241bce9540a03feed");
  }

  /** Computed by reference/split_fingerprints.py from the rule as it is written. */
  @ParameterizedTest
  @CsvSource({
    "CASIA, b631008c896b210bff0881a76a2aaeee14960bf35d676baad8352f87e8f9e5ab",
    "RAVDESS, b0bd8e4eb6876afe96ecf83cd398a89cbd01c9c91f46f8980866f84468355418",
    "EMOVO, 6e61eadf05101af46aefe591d7920f76cfde16e383181b2b6d7f579eefcbc630",
    "EMODB, 588b06c440c272e3f55d4dff4acbb552b53843a2a1472bfce75671042afa7a17"
  })
  void prepare_realCorpusBetweenSpeakers_isDividedAsWritten(Corpus corpus, String fingerprint) {
    Prepared prepared =
        Preparation.prepare(
            corpus,
            LocalCorpora.folder().resolve(corpus.name()),
            Fakes.AUDIO_OF_NAME,
            PreparationOptions.of(corpus).withSplit(SplitMethod.SPEAKER_DISJOINT),
            (done, total) -> {});
    Map<String, Split> parts = new TreeMap<>();
    for (Utterance u : prepared.manifest().utterances()) {
      assertThat(parts.merge(u.speaker(), u.split(), (first, other) -> first))
          .as(u.id())
          .isEqualTo(u.split());
    }
    assertThat(parts.values()).contains(Split.values());
    assertThat(prepared.report().splitFingerprint()).isEqualTo(fingerprint);
  }

  @Test
  void prepare_urduBetweenSpeakers_saysWhyItCannotBe() {
    Path root = LocalCorpora.folder().resolve("URDU"); // outside of what is caught: it may skip
    assertThatThrownBy(
            () ->
                Preparation.prepare(
                    Corpus.URDU,
                    root,
                    Fakes.AUDIO_OF_NAME,
                    PreparationOptions.of(Corpus.URDU).withSplit(SplitMethod.SPEAKER_DISJOINT),
                    (done, total) -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("26 of 29 speakers, with 294 of 400 utterances, with a single one");
  }

  /** Real files in the folders and under the names of their corpora. */
  @ParameterizedTest
  @CsvSource({
    "CAFE, CAFE_SAMPLE, 5, 0, angry 2 happy 2 sad 1",
    "ESD_ZH, ESD_SAMPLE, 4, 0, angry 4",
    "TESS, odd-audio/TESS, 2, 1, angry 1 neutral 1",
    "SAVEE, odd-audio/SAVEE, 1, 0, angry 1",
    "NEMO, odd-audio/NEMO, 1, 0, angry 1",
    "TUREV_DB, odd-audio/TUREV, 1, 0, sad 1",
    "AESDD, odd-audio/AESDD, 3, 1, angry 3",
  })
  void prepare_realSample_readsItInPlace(
      Corpus corpus, String folder, int kept, int leftOut, String labels) {
    Path root = LocalCorpora.beside("fixtures").resolve(folder);
    PreparationReport report =
        Preparation.prepare(
                corpus,
                root,
                file -> {
                  // The one whose data chunk is missing; the decoders have tests of their own.
                  if (file.endsWith("s05 (3).wav")) {
                    throw new InvalidInputException("Expected a data chunk, found none.");
                  }
                  return Fakes.AUDIO_OF_NAME.read(file);
                },
                PreparationOptions.of(corpus).allowingOtherCounts(),
                (done, total) -> {})
            .report();
    assertThat(report.utterances()).isEqualTo(kept);
    assertThat(report.leftOut()).as(report.leftOut().toString()).hasSize(leftOut);
    assertThat(
            report.byLabel().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(" ")))
        .isEqualTo(labels);
  }

  /** The real tables; of the sample's four clips no part is known, so none may be guessed. */
  @Test
  void read_realMeldTables_haveThePapersCountsAndTheirClipsAreMissed() {
    Path root = LocalCorpora.beside("fixtures").resolve("MELD_SAMPLE");
    CorpusListing listing = Corpus.MELD.reader().read(root);
    assertThat(listing.clips()).isEmpty();
    assertThat(
            listing.leftOut().stream()
                .collect(Collectors.groupingBy(LeftOut::reason, Collectors.counting())))
        .isEqualTo(Map.of(LeftOut.Reason.NAME, 4L, LeftOut.Reason.MISSING, 13708L));
  }

  /** The whole of MELD by its real tables, with empty files, but for the two known gaps. */
  @Test
  void prepare_meldByItsRealTables_hasThePapersCounts(@TempDir Path folder) throws IOException {
    Path tables = LocalCorpora.beside("fixtures").resolve("MELD_SAMPLE");
    for (LeftOut row : Corpus.MELD.reader().read(tables).leftOut()) {
      Path file = folder.resolve(row.file() + ".wav");
      if (row.reason() == LeftOut.Reason.MISSING
          && !row.file().equals("train/dia125_utt3")
          && !row.file().equals("dev/dia110_utt7")) {
        Files.createDirectories(file.getParent());
        Files.createFile(file);
      }
    }
    for (String part : new String[] {"train", "dev", "test"}) {
      String table = part + "_sent_emo.csv";
      Files.copy(tables.resolve(table), folder.resolve(table));
    }
    PreparationReport report = prepare(Corpus.MELD, folder).report();
    assertThat(report.bySplit()).isEqualTo(Map.of("train", 8244L, "val", 896L, "test", 2211L));
    assertThat(report.notes())
        .containsExactly("The paper counts 2 more clips, which are known to have no usable audio.");
    assertThat(report.leftOutByReason())
        .isEqualTo(Map.of("emotion not in the label set", 2355L, "audio missing", 2L));
    Files.delete(folder.resolve("test/dia0_utt1.wav"));
    assertThatThrownBy(() -> prepare(Corpus.MELD, folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Expected 11351 utterances of meld")
        .hasMessageContaining("found 11350");
  }

  /** Their speakers have other names in the table, of which the number alone is compared. */
  @ParameterizedTest
  @CsvSource({
    "CREMA_D, CREMA_D, 91",
    "BANGLASER, BANGLASER, 34",
    "HINDI_SER, HINDI_SER, 8",
    "ASED, ASED, 40"
  })
  void prepare_furtherCorpus_agreesClipByClipWithTheTable(
      Corpus corpus, String folder, int leastSpeakers) throws IOException {
    Path corpora = LocalCorpora.beside("corpora-more");
    Path root = corpora.resolve(folder);
    Prepared prepared = prepare(corpus, root);
    Map<String, String> table = table(corpora, folder);
    for (Utterance u : prepared.manifest().utterances()) {
      String relative = root.relativize(u.path()).toString().replace('\\', '/');
      String row = String.valueOf(table.get(relative.replaceAll("\\.[a-z]+$", "")));
      assertThat(u.label() + " " + Integer.parseInt(u.speaker()))
          .as(relative)
          .isEqualTo(row.replaceAll(" [a-z]*0*", " "));
    }
    assertThat(prepared.manifest().utterances()).hasSizeGreaterThan(100);
    assertThat(prepared.report().bySpeaker()).hasSizeGreaterThanOrEqualTo(leastSpeakers);
    assertThat(prepared.report().leftOut()).isEmpty();
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
        .hasSize(1)
        .first()
        .asString()
        .contains("ravdess/03-01-03-01-02-01-07", "ravdess/03-01-03-01-02-02-07");
  }
}
