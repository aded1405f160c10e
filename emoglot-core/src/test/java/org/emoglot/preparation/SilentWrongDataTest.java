package org.emoglot.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.ClipAudio;
import org.emoglot.corpus.Corpus;
import org.emoglot.corpus.CorpusDescription;
import org.emoglot.corpus.Importer;
import org.emoglot.corpus.LeftOut;
import org.emoglot.corpus.PassedOver;
import org.emoglot.data.Language;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.io.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What would be wrong data without a word: each is put right, left out with a reason, or refused.
 */
class SilentWrongDataTest {

  @TempDir Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void speech(String... files) throws IOException {
    for (String file : files) {
      write(file, "speech 1.5");
    }
  }

  private Prepared prepare(Importer importer, Path from, SplitMethod split) {
    CorpusDescription corpus = importer.describe("mine", Language.of("en"));
    return Preparation.prepare(
        corpus,
        from,
        Sounds.AUDIO,
        PreparationOptions.of(corpus).withSplit(split),
        (done, total) -> {});
  }

  private Prepared prepare(Importer importer) {
    return prepare(importer, root, SplitMethod.OFFICIAL);
  }

  private static List<String> leftOut(Prepared prepared) {
    return prepared.report().leftOut().stream()
        .map(left -> left.file() + ": " + left.reason())
        .toList();
  }

  // --- Parts ------------------------------------------------------------------------------------

  private void fourOf(String table, String header, String speaker, String more) throws IOException {
    StringBuilder rows = new StringBuilder(header + "\n");
    for (String emotion : List.of("angry", "happy", "neutral", "sad")) {
      speech("audio/%s_%s.wav".formatted(speaker, emotion));
      rows.append("audio/%s_%s.wav,%s,%s%s\n".formatted(speaker, emotion, emotion, speaker, more));
    }
    write(table, rows.toString());
  }

  private static Set<String> speakers(Prepared prepared, Split split) {
    return prepared.manifest().of(split).stream()
        .map(Utterance::speaker)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 2", "a, b, c", "fold 1, fold 2, fold 3", "train, dev, test"})
  void parts_unknownValuesInTablesOfParts_areThoseOfTheTables(String a, String b, String c)
      throws IOException {
    fourOf("x_train.csv", "file,emotion,speaker_id,split", "s0", "," + a);
    fourOf("x_dev.csv", "file,emotion,speaker_id,split", "s6", "," + b);
    fourOf("x_test.csv", "file,emotion,speaker_id,split", "s8", "," + c);
    Prepared prepared = prepare(Importer.CSV);
    assertThat(speakers(prepared, Split.TRAIN)).containsExactly("s0");
    assertThat(speakers(prepared, Split.VALIDATION)).containsExactly("s6");
    assertThat(speakers(prepared, Split.TEST)).containsExactly("s8");
    if (!a.equals("train")) {
      assertThat(prepared.report().notes())
          .contains(
              "The parts in x_train.csv are not train, dev or test (%s): the name of the table counts."
                  .formatted(a));
    }
  }

  @ParameterizedTest
  @CsvSource({"split, 0", "split, evaluation", "partition, 2", "subset, fold1"})
  void parts_unknownValueInOneTable_isRefusedByName(String column, String value)
      throws IOException {
    fourOf("x.csv", "file,emotion,speaker," + column, "s0", "," + value);
    assertThatThrownBy(() -> prepare(Importer.CSV))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("column %s of row 2 of".formatted(column))
        .hasMessageContaining("x.csv, found '" + value + "'")
        .hasMessageContaining("--split stratified");
    assertThat(prepare(Importer.CSV, root, SplitMethod.STRATIFIED).manifest().utterances())
        .hasSize(4);
  }

  @Test
  void parts_rowAndTableDiffer_isSaid() throws IOException {
    fourOf("x_train.csv", "file,emotion,speaker,split", "s0", ",test");
    assertThat(prepare(Importer.CSV).report().notes())
        .contains(
            "4 rows of x_train.csv have another part than the name of the table: the rows count.");
  }

  @Test
  void parts_wholeTableBeside_repeatsThem() throws IOException {
    fourOf("x_train.csv", "file,emotion,speaker", "s0", "");
    fourOf("x_test.csv", "file,emotion,speaker", "s8", "");
    String whole =
        Files.readString(root.resolve("x_train.csv"))
            + Files.readString(root.resolve("x_test.csv"))
                .lines()
                .skip(1)
                .collect(Collectors.joining("\n"));
    write("x.csv", whole + "\n");
    Prepared prepared = prepare(Importer.NKULULEKO);
    assertThat(speakers(prepared, Split.TEST)).containsExactly("s8");
    assertThat(prepared.report().division()).isEqualTo("the parts of the corpus");
    assertThat(prepared.report().leftOut()).isEmpty();
    assertThat(prepared.report().notes())
        .contains("8 rows of x.csv are also in tables of a part: that part counts.");

    speech("audio/s9_sad.wav");
    write("x.csv", whole + "\naudio/s9_sad.wav,sad,s9\n");
    assertThatThrownBy(() -> prepare(Importer.NKULULEKO))
        .as("a row of no part")
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found none for mine/audio/s9_sad");
  }

  // --- Passages ---------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "start, end, 0 days, 0 days 00:00:00.500000, 0 days 00:00:00.500000, 0 days 00:00:01.500000",
    "start, end, 0, 0.5, 0.5, 1.5",
    "start_time, end_time, 00:00:00, 00:00:00.5, 0:00.5, 0:01.5",
    "start_ms, end_ms, 0, 500, 500, 1500",
    "start, duration, 0, 0.5, 0.5, 1",
    "start, end, PT0S, PT0.5S, PT0.5S, NaT"
  })
  void segments_ofOneFile_areCutOutAndLieInOnePart(
      String begin, String end, String a, String b, String c, String d) throws IOException {
    StringBuilder rows = new StringBuilder("file,speaker,emotion," + begin + "," + end + "\n");
    for (int i = 0; i < 12; i++) {
      speech("audio/%d.wav".formatted(i));
      rows.append("audio/%d.wav,s%d,angry,%s,%s\n".formatted(i, i % 3, a, b));
      rows.append("audio/%d.wav,s%d,neutral,%s,%s\n".formatted(i, i % 3, c, d));
    }
    write("x.csv", rows.toString());
    Prepared prepared = prepare(Importer.CSV);
    Path file = root.resolve("out/mine.csv");
    prepared.manifest().write(file);
    List<Utterance> read = Manifest.read(file).utterances();
    assertThat(read).isEqualTo(prepared.manifest().utterances()).hasSize(24);
    assertThat(prepared.report().leftOut()).isEmpty();
    for (Utterance u : read) {
      boolean first = u.label().equals("angry");
      assertThat(u.audio().start()).isEqualTo(first ? 0 : 0.5);
      assertThat(u.seconds()).isEqualTo(first ? 0.5 : 1);
      float[] heard = Sounds.AUDIO.read(u.audio()).samples();
      float[] whole = Sounds.AUDIO.read(u.path()).samples();
      assertThat(heard)
          .isEqualTo(first ? Arrays.copyOf(whole, 8000) : Arrays.copyOfRange(whole, 8000, 24000));
      assertThat(u.audioHash()).isEqualTo(Sha256.of(heard));
    }
    assertThat(
            read.stream()
                .collect(
                    Collectors.groupingBy(
                        Utterance::path, Collectors.mapping(Utterance::split, Collectors.toSet())))
                .values())
        .allMatch(parts -> parts.size() == 1);
  }

  @Test
  void segments_wholeFiles_areFilesAsBefore() throws IOException {
    speech("a.wav", "b.wav");
    write(
        "x.csv",
        "file,start,end,emotion\na.wav,0 days,0 days 00:00:01.500000,sad\nb.wav,0,,happy\n");
    assertThat(prepare(Importer.NKULULEKO).manifest().utterances())
        .extracting(Utterance::id, Utterance::audio)
        .containsExactly(
            tuple("mine/a", ClipAudio.whole(root.resolve("a.wav").toAbsolutePath())),
            tuple("mine/b", ClipAudio.whole(root.resolve("b.wav").toAbsolutePath())));
  }

  @ParameterizedTest
  @CsvSource({
    "2, 3, SEGMENT, the file has 1.500 s",
    "1, 9, SEGMENT, the file has 1.500 s",
    "1, 0.5, SEGMENT, an end after the start",
    "soon, 1, SEGMENT, 'soon'",
    "-1, 1, SEGMENT, '-1'"
  })
  void segments_impossible_areLeftOutWithTheReason(
      String start, String end, LeftOut.Reason reason, String detail) throws IOException {
    speech("a.wav", "b.wav");
    write(
        "x.csv", "file,start,end,emotion\na.wav,%s,%s,sad\nb.wav,,,happy\n".formatted(start, end));
    Prepared prepared = prepare(Importer.CSV);
    assertThat(prepared.manifest().utterances())
        .extracting(Utterance::id)
        .containsExactly("mine/b");
    assertThat(prepared.report().leftOut()).hasSize(1);
    assertThat(prepared.report().leftOut().get(0).reason()).isEqualTo(reason);
    assertThat(prepared.report().leftOut().get(0).detail()).contains(detail);
  }

  @ParameterizedTest
  @CsvSource({
    "0.6, true",
    "1.2, false",
    "1500, false",
    "24000, false",
    "66150, false",
    "900, true"
  })
  void length_thatContradictsTheTable_isLeftOut(String told, boolean out) throws IOException {
    write("a.wav", told.equals("0.6") ? "speech 240" : "speech 1.5");
    speech("b.wav");
    write("x.csv", "file,duration,emotion\na.wav,%s,sad\nb.wav,1.5,happy\n".formatted(told));
    Prepared prepared = prepare(Importer.CSV);
    assertThat(leftOut(prepared)).isEqualTo(out ? List.of("a: LENGTH") : List.of());
    if (told.equals("0.6")) {
      assertThat(prepared.report().leftOut().get(0).detail())
          .contains("Expected 0.60 s of audio in")
          .endsWith("according to the table, found 240.00 s.");
    }
  }

  @Test
  void length_meldsEpisodeTimes_areCompared() throws IOException {
    write(
        "train_sent_emo.csv",
        """
        Sr No.,Utterance,Speaker,Emotion,Sentiment,Dialogue_ID,Utterance_ID,StartTime,EndTime
        1,a,Ross,joy,positive,0,0,"00:16:16,059","00:16:17,559"
        2,b,Ross,anger,negative,0,1,"00:16:17,559","00:16:18,159"
        """);
    speech("train/dia0_utt0.wav");
    write("train/dia0_utt1.wav", "speech 240");
    CorpusDescription meld = Corpus.MELD.description();
    Prepared prepared =
        Preparation.prepare(
            meld,
            root,
            Sounds.AUDIO,
            PreparationOptions.of(meld).allowingOtherCounts(),
            (done, total) -> {});
    assertThat(leftOut(prepared)).containsExactly("train/dia0_utt1: LENGTH");
  }

  // --- Tables in other encodings -----------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "UTF-8"})
  void table_withByteOrderMark_isReadByIt(String charset) throws IOException {
    speech("Col\u00e8re.wav");
    String table = "\uFEFFfile\tspeaker\temotion\nCol\u00e8re.wav\tJos\u00e9\tangry\n";
    Files.write(root.resolve("x.csv"), table.getBytes(Charset.forName(charset)));
    assertThat(prepare(Importer.CSV).manifest().utterances())
        .extracting(Utterance::id, Utterance::speaker)
        .containsExactly(tuple("mine/Col\u00e8re", "Jos\u00e9"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void table_utf16WithoutMark_isKnownByItsZeros(String charset) throws IOException {
    speech("a.wav");
    Files.write(
        root.resolve("x.csv"), "file,emotion\na.wav,sad\n".getBytes(Charset.forName(charset)));
    assertThat(prepare(Importer.CSV).manifest().utterances()).hasSize(1);
  }

  // --- Speakers ---------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "1, 01",
    "s1, S01",
    "anna, Anna",
    "7, 7.0",
    "speaker_3, speaker-03",
    "(2), 2",
    "\uFF11, 1"
  })
  void speakers_whoseNamesDifferInForm_areOne(String usual, String other) throws IOException {
    speech("a.wav", "b.wav", "c.wav", "d.wav");
    write(
        "x.csv",
        "file,speaker,emotion\na.wav,%s,sad\nb.wav,%s,happy\nc.wav,%s,sad\nd.wav,zoe,sad\n"
            .formatted(usual, usual, other));
    Prepared prepared = prepare(Importer.CSV);
    assertThat(prepared.report().bySpeaker())
        .containsOnlyKeys(usual, "zoe")
        .containsEntry(usual, 3L);
    assertThat(prepared.report().notes())
        .singleElement()
        .asString()
        .contains("'" + other + "'")
        .endsWith("count as one, '" + usual + "'.");
  }

  @ParameterizedTest
  @CsvSource({"1, 10", "s1, s11", "anna, annab", "1, 1.5", "a b, ab"})
  void speakers_ofOtherNames_areTwo(String one, String other) throws IOException {
    speech("a.wav", "b.wav");
    write("x.csv", "file,speaker,emotion\na.wav,%s,sad\nb.wav,%s,sad\n".formatted(one, other));
    assertThat(prepare(Importer.CSV).report().bySpeaker()).containsOnlyKeys(one, other);
  }

  @Test
  void speakers_ofAesdd_areNumbers() throws IOException {
    speech("anger/a01 (1).wav", "anger/a02 (01).wav", "sadness/s02 (01)b.wav", "anger/a01 (2).wav");
    CorpusDescription aesdd = Corpus.AESDD.description();
    Prepared prepared =
        Preparation.prepare(
            aesdd, root, Sounds.AUDIO, PreparationOptions.of(aesdd), (done, total) -> {});
    assertThat(prepared.report().bySpeaker()).containsOnlyKeys("1", "2").containsEntry("1", 3L);
  }

  // --- Copies -----------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "silence 1, SILENT",
    "dither 1, SILENT",
    "sample, SILENT",
    "broken, AUDIO",
    "silence 0, EMPTY",
    "hiss 1, REPEATED"
  })
  void copies_thatAreOfNoUse_neverTakeAPlace(String first, LeftOut.Reason reason)
      throws IOException {
    write("Audio1/1001_DFA_ANG_XX.wav", first);
    speech("Audio2/1001_DFA_ANG_XX.wav", "Audio3/1001_DFA_ANG_XX.wav");
    CorpusDescription crema = Corpus.CREMA_D.description();
    Prepared prepared =
        Preparation.prepare(
            crema, root, Sounds.AUDIO, PreparationOptions.of(crema), (done, total) -> {});
    assertThat(prepared.manifest().utterances())
        .extracting(Utterance::path)
        .containsExactly(root.resolve("Audio2/1001_DFA_ANG_XX.wav").toAbsolutePath());
    assertThat(prepared.report().leftOut())
        .extracting(LeftOut::file, LeftOut::reason)
        .containsExactlyInAnyOrder(
            tuple("1001_DFA_ANG_XX", reason),
            tuple("Audio3/1001_DFA_ANG_XX", LeftOut.Reason.REPEATED));
    assertThat(prepared.report().withoutSpeech()).isEmpty();
  }

  @Test
  void copies_losslessOnes_comeFirst() throws IOException {
    speech("AudioMP3/1001_DFA_ANG_XX.mp3", "AudioWAV/1001_DFA_ANG_XX.wav");
    CorpusDescription crema = Corpus.CREMA_D.description();
    assertThat(crema.reader().read(root).clips())
        .singleElement()
        .satisfies(clip -> assertThat(clip.file().toString()).endsWith(".wav"));
  }

  // --- Clips without speech ----------------------------------------------------------------------

  @Test
  void speech_whereThereIsNone_isCountedAndNamed() throws IOException {
    speech("sad/a/1.wav", "sad/a/2.wav");
    write("happy/a/1.wav", "silence 2");
    write("happy/a/2.wav", "sample");
    write("happy/a/3.wav", "hiss 2");
    PreparationReport report = prepare(Importer.FOLDERS).report();
    assertThat(report.withoutSpeech())
        .containsExactly("mine/happy/a/1 (skipped)", "mine/happy/a/2 (skipped)", "mine/happy/a/3");
    assertThat(report.leftOutByReason()).containsEntry("silent", 2L);
    assertThat(report.utterances()).isEqualTo(3);
    assertThat(report.text())
        .contains("  3 clips have no detected speech\n")
        .contains("  no speech: mine/happy/a/3\n");
  }

  // --- Names ------------------------------------------------------------------------------------

  @Test
  void names_inAnotherCodePage_openByTheManifest() throws IOException {
    Path folder = Path.of(URI.create(root.toUri() + "Col%8Are"));
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("06-C-2-1.wav"), "speech 1.5");
    speech("Tristesse/06-T-2-1.wav");
    CorpusDescription cafe = Corpus.CAFE.description();
    Prepared prepared =
        Preparation.prepare(
            cafe,
            root,
            Sounds.AUDIO,
            PreparationOptions.of(cafe).allowingOtherCounts(),
            (done, total) -> {});
    Path file = root.resolve("out/cafe.csv");
    prepared.manifest().write(file);
    assertThat(Files.readString(file)).contains("file:../Col%8Are/06-C-2-1.wav");
    Manifest read = Manifest.read(file);
    assertThat(read).isEqualTo(prepared.manifest());
    assertThat(read.utterances()).hasSize(2).allMatch(u -> Files.exists(u.path()));
  }

  @Test
  void names_thatDifferInOneStrangeByte_areDifferentClips() throws IOException {
    Files.createDirectories(root.resolve("sad/x"));
    for (String name : List.of("M%81ller", "M%94ller", "M%C3%BCller")) {
      Path folder = Path.of(URI.create(root.toUri() + "sad/" + name));
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("1.wav"), "speech 1.5");
    }
    Prepared prepared = prepare(Importer.FOLDERS);
    assertThat(prepared.report().bySpeaker()).containsOnlyKeys("M\u00fcller", "M\u00f6ller");
    assertThat(leftOut(prepared)).containsExactly("sad/M\u00fcller/1: REPEATED");
  }

  // --- Files passed over
  // --------------------------------------------------------------------------

  @Test
  void files_passedOver_areListedWithTheirReasons() throws IOException {
    speech("sad/1.wav");
    write("sad/notes.txt", "no audio");
    write("sad/empty.bin", "");
    write("sad/._1.wav", "x");
    write("__MACOSX/1.wav", "x");
    write(".git/config", "x");
    write("sad/2.dat", "RIFF\0\0\0\0WAVEfmt ");
    PreparationReport report = prepare(Importer.FOLDERS).report();
    assertThat(report.passedOver())
        .containsExactly(
            new PassedOver(".git/", "a hidden folder"),
            new PassedOver("__MACOSX/", "a folder of the macOS archiver"),
            new PassedOver("sad/._1.wav", "hidden"),
            new PassedOver("sad/empty.bin", "empty"),
            new PassedOver("sad/notes.txt", "no audio inside"));
    assertThat(report.otherFiles()).isEqualTo(3);
    assertThat(report.leftOut())
        .as("audio by its content, whatever its ending")
        .extracting(LeftOut::file, LeftOut::reason)
        .containsExactly(tuple("sad/2", LeftOut.Reason.AUDIO));
  }

  @Test
  void files_besideTables_areListedToo() throws IOException {
    speech("a.wav", "b.wav");
    write("x.csv", "file,emotion\na.wav,sad\n");
    write("readme.md", "x");
    assertThat(prepare(Importer.CSV).report().passedOver())
        .containsExactly(
            new PassedOver("b.wav", "audio that is in no table"),
            new PassedOver("readme.md", "no audio inside"));
  }
}
