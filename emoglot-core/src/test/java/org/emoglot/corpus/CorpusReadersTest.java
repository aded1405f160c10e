package org.emoglot.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Gender;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Names and layouts, on empty files. */
class CorpusReadersTest {

  @TempDir Path root;

  private void touch(String... files) throws IOException {
    for (String file : files) {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.createFile(path);
    }
  }

  /** What lies beside the audio of corpora whose names do not tell all. */
  private void tables(Corpus corpus) throws IOException {
    if (corpus == Corpus.MELD) {
      meldTable("train", "Chandler,joy,0,3");
      meldTable("dev", "Monica,anger,0,3");
      meldTable("test", "Ross,disgust,0,3");
    } else if (corpus == Corpus.IEMOCAP) {
      write(
          "Session1/dialog/EmoEvaluation/Ses01F_impro01.txt",
          """
          % [START_TIME - END_TIME] TURN_NAME EMOTION [V, A, D]

          [6.2901 - 8.2357]\tSes01F_impro01_M003\texc\t[2.5000, 2.5000, 2.5000]
          C-E2:\tNeutral;\t()
          """);
      write(
          "Session5/dialog/EmoEvaluation/Ses05M_script01_1b.txt",
          "[1.0 - 2.5]\tSes05M_script01_1b_F023\tang\t[2.5, 2.5, 2.5]\n");
    }
  }

  private void meldTable(String part, String... rows) throws IOException {
    write(
        "tables/" + part + "_sent_emo.csv",
        "Sr No.,Utterance,Speaker,Emotion,Dialogue_ID,Utterance_ID\n1,\"Oh, my God!\","
            + String.join("\n2,What?,", rows)
            + "\n");
  }

  private Path write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  @ParameterizedTest
  @CsvSource({
    "EMODB, wav/03a01Fa.wav, 03a01Fa, 03, F, happy",
    "EMODB, 16b10Lb.WAV, 16b10Lb, 16, L, boredom",
    "EMODB, deep/below/WAV/10a05Aa.Flac, 10a05Aa, 10, A, fear",
    "URDU, Angry/SM1_F8_A08.wav, SM1_F8_A08, SM1, A, angry",
    "URDU, sad/SF11_F2_S099.flac, SF11_F2_S099, SF11, S, sad",
    "URDU, SM5_F72_N0100.wav, SM5_F72_N0100, SM5, N, neutral",
    "CASIA, liuchanhg/angry/201.wav, liuchanhg/angry/201, liuchanhg, angry, angry",
    "CASIA, CASIA database/zhaozuoxiang/SAD/250.aiff, ZhaoZuoxiang/sad/250, ZhaoZuoxiang, sad, sad",
    "CASIA, wangzhe/surprise/230.wav, wangzhe/surprise/230, wangzhe, surprise, surprise",
    "RAVDESS, Actor_01/03-01-05-02-01-01-01.wav, 03-01-05-02-01-01-01, 01, 05, angry",
    "RAVDESS, Audio_Speech_Actors_01-24/Actor_24/03-01-02-01-02-02-24.wav, 03-01-02-01-02-02-24, 24, 02, calm",
    "EMOVO, f1/rab-f1-b1.wav, rab-f1-b1, f1, rab, angry",
    "EMOVO, EMOVO/M3/sor-m3-n5.mp3, sor-m3-n5, m3, sor, surprise",
    "MELD, train_splits/dia0_utt3.mp4, train/dia0_utt3, Chandler, joy, happy",
    "MELD, MELD.Raw/dev_splits_complete/dia0_utt3.wav, dev/dia0_utt3, Monica, anger, angry",
    "MELD, output_repeated_splits_test/dia0_utt3.flac, test/dia0_utt3, Ross, disgust, disgust",
    "ESD_ZH, 0001/Angry/0001_000351.wav, 0001_000351, 0001, angry, angry",
    "ESD_ZH, 0010/Sad/train/0010_001400.wav, 0010_001400, 0010, sad, sad",
    "ESD_ZH, 0002/0002_000350.wav, 0002_000350, 0002, neutral, neutral",
    "ESD_ZH, 0002/0002_000701.wav, 0002_000701, 0002, happy, happy",
    "ESD_ZH, 0002/\u4e2d\u7acb/0002_001750.wav, 0002_001750, 0002, surprise, surprise",
    "ESD_EN, 0011/Neutral/evaluation/0011_000001.wav, 0011_000001, 0011, neutral, neutral",
    "CAFE, Col\u00e8re/Fort/01-C-2-2.wav, 01-C-2-2, 01, C, angry",
    "CAFE, Cole\u0300re/Faible/12-C-1-6.aiff, 12-C-1-6, 12, C, angry",
    "CAFE, De\u0301gou\u0302t/Fort/03-D-2-1.wav, 03-D-2-1, 03, D, disgust",
    "CAFE, Neutre/02-N-1.wav, 02-N-1, 02, N, neutral",
    "TESS, OAF_Sad/OAF_back_sad.wav, OAF_back_sad, OAF, sad, sad",
    "TESS, oaf_neutral/OA_bite_neutral.wav, OA_bite_neutral, OAF, neutral, neutral",
    "TESS, YAF_pleasant_surprised/YAF_germ_ps.wav, YAF_germ_ps, YAF, ps, surprise",
    "SAVEE, AudioData/DC/a01.wav, DC_a01, DC, a, angry",
    "SAVEE, AudioData/JE/sa01.wav, JE_sa01, JE, sa, sad",
    "SAVEE, ALL/KL_su15.wav, KL_su15, KL, su, surprise",
    "SAVEE, JK_n30.flac, JK_n30, JK, n, neutral",
    "NEMO, samples/EB0_anger_1.wav, EB0_anger_1, EB0, anger, angry",
    "NEMO, samples/MW2_surprised_90.wav, MW2_surprised_90, MW2, surprised, surprise",
    "TUREV_DB, Sound Source/Calm/1234_sk_bugu.wav, 1234_sk_bugu, 1234, sk, neutral",
    "TUREV_DB, Sound Source/Sad/1234_hl_bugu.wav, 1234_hl_bugu, 1234, hl, sad",
    "AESDD, anger/a01 (5)b.wav, a01 (5)b, 5, a, angry",
    "AESDD, sadness/s05(3).wav, s05 (3), 3, s, sad",
    "AESDD, happiness/h03 (4) .wav, h03 (4), 4, h, happy",
    "CREMA_D, AudioWAV/1001_DFA_ANG_XX.wav, 1001_DFA_ANG_XX, 1001, ANG, angry",
    "CREMA_D, AudioWAV/1040_ITH_SAD_X.wav, 1040_ITH_SAD_X, 1040, SAD, sad",
    "SHEMO, female/F01A01.wav, F01A01, F01, A, angry",
    "SHEMO, male/M40W113.wav, M40W113, M40, W, surprise",
    "IEMOCAP, Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_M003.wav, Ses01F_impro01_M003, Ses01M, exc, excited",
    "IEMOCAP, Session5/sentences/wav/Ses05M_script01_1b/Ses05M_script01_1b_F023.wav, Ses05M_script01_1b_F023, Ses05F, ang, angry",
    "BANGLASER, 03-01-05-01-02-02-27.wav, 03-01-05-01-02-02-27, 27, 05, neutral",
    "BANGLASER, BanglaSER/Actor_34/03-01-01-02-03-01-34.flac, 03-01-01-02-03-01-34, 34, 01, happy",
    "BANGLASER, 01-01-04-01-01-01-02.wav, 01-01-04-01-01-01-02, 02, 04, surprise",
    "HINDI_SER, my Dataset/3/session5/anger/3.5.anger-07.wav, 3.5.anger-07, 3, anger, angry",
    "HINDI_SER, 8/session1/happy/8.1.happpy-10.wav, 8.1.happpy-10, 8, happy, happy",
    "HINDI_SER, 4.2.sarcastic-1.flac, 4.2.sarcastic-1, 4, sarcastic, sarcastic",
    "ASED, 01Neutral/n1-02-01-01-35.wav, n1-02-01-01-35, 35, n, neutral",
    "ASED, 04Sad/S4-04-02-01-29.flac, S4-04-02-01-29, 29, s, sad",
    "ASED, 02Fearful/f2-10-01-02-07.wav, f2-10-01-02-07, 07, f, fear",
    "SYNTHETIC_DE, de/v1/angry_03.flac, v1/angry_03, v1, angry, angry",
    "SYNTHETIC_IT, it/v6/sad_17.wav, v6/sad_17, v6, sad, sad",
  })
  void read_clipOfTheCorpus_isRecognised(
      Corpus corpus, String file, String key, String speaker, String label, String emotion)
      throws IOException {
    touch(file);
    tables(corpus);
    CorpusListing listing = corpus.reader().read(root);
    assertThat(listing.clips())
        .extracting(CorpusClip::key, CorpusClip::speaker, CorpusClip::label, CorpusClip::file)
        .containsExactly(Tuple.tuple(key, speaker, label, root.resolve(file)));
    assertThat(corpus.reader().labels().emotion(label)).contains(emotion);
  }

  @ParameterizedTest
  @CsvSource({
    "EMODB, wav/17a01Fa.wav",
    "EMODB, wav/03a01F.wav",
    "URDU, Angry/SX1_F8_A08.wav",
    "CASIA, somebody/angry/201.wav",
    "CASIA, liuchanhg/angry/take 2.wav",
    "CASIA, 201.wav",
    "RAVDESS, Actor_01/03-02-05-02-01-01-01.wav",
    "RAVDESS, Actor_01/01-01-05-02-01-01-01.wav",
    "EMOVO, f1/rab-f4-b1.wav",
    "MELD, train_splits/dia0.wav",
    "MELD, dia0_utt3.wav",
    "ESD_ZH, 0001/Angry/0021_000351.wav",
    "ESD_ZH, 0001/Angry/0001_001751.wav",
    "CAFE, Neutre/01-N-1-1.wav",
    "CAFE, Joie/Fort/01-J-3-1.wav",
    "TESS, OAF_Sad/OAF_sad.wav",
    "SAVEE, AudioData/XX/a01.wav",
    "SAVEE, AudioData/DC/x01.wav",
    "NEMO, samples/EB0-anger-1.wav",
    "TUREV_DB, Sound Source/Calm/bugu.wav",
    "AESDD, anger/a01.wav",
    "CREMA_D, AudioWAV/1001_DFA_ANG.wav",
    "SHEMO, male/X01A01.wav",
    "IEMOCAP, Session1/dialog/wav/Ses01F_impro01.wav",
    "BANGLASER, 03-01-05-01-02-02-35.wav",
    "BANGLASER, 03-02-05-01-02-02-27.wav",
    "HINDI_SER, 9/session1/sad/9.1.sad-01.wav",
    "ASED, 03Happy/x3-04-02-01-35.wav",
    "SYNTHETIC_DE, de/angry_03.flac",
  })
  void read_otherAudio_isLeftOutWithTheReason(Corpus corpus, String file) throws IOException {
    touch(file);
    tables(corpus);
    CorpusListing listing = corpus.reader().read(root);
    assertThat(listing.clips()).isEmpty();
    List<LeftOut> unknown =
        listing.leftOut().stream().filter(l -> l.reason() != LeftOut.Reason.MISSING).toList();
    assertThat(unknown).hasSize(1);
    LeftOut leftOut = unknown.get(0);
    assertThat(leftOut.reason()).isEqualTo(LeftOut.Reason.NAME);
    assertThat(leftOut.detail()).contains(corpus.reader().naming()).contains(leftOut.file());
  }

  @Test
  void read_textHiddenAndMacFiles_arePassedOverAndCounted() throws IOException {
    touch(
        "wav/03a01Fa.wav",
        "wav/._03a01Nc.wav",
        "wav/.03a01Wa.wav",
        "readme.txt",
        "lablaut/03a01Fa.lablaut",
        "__MACOSX/wav/03a02Fc.wav",
        ".git/03a02Na.wav");
    CorpusListing listing = Corpus.EMODB.reader().read(root);
    assertThat(listing.clips()).extracting(CorpusClip::key).containsExactly("03a01Fa");
    assertThat(listing.leftOut()).isEmpty();
    assertThat(listing.otherFiles()).isEqualTo(4);
  }

  @Test
  void read_secondCopyOfTheCorpus_isLeftOut() throws IOException {
    touch(
        "Actor_01/03-01-05-02-01-01-01.wav",
        "audio_speech_actors_01-24/Actor_01/03-01-05-02-01-01-01.wav");
    CorpusListing listing = Corpus.RAVDESS.reader().read(root);
    assertThat(listing.clips())
        .extracting(CorpusClip::file)
        .containsExactly(root.resolve("Actor_01/03-01-05-02-01-01-01.wav"));
    assertThat(listing.leftOut())
        .extracting(LeftOut::reason)
        .containsExactly(LeftOut.Reason.REPEATED);
  }

  @Test
  void read_throughLinks_findsTheClips() throws IOException {
    touch("elsewhere/wav/03a01Fa.wav");
    Path link = Files.createSymbolicLink(root.resolve("link"), root.resolve("elsewhere"));
    Files.createSymbolicLink(root.resolve("elsewhere/loop"), root.resolve("elsewhere"));
    CorpusListing listing = Corpus.EMODB.reader().read(link);
    assertThat(listing.clips()).hasSize(1);
    assertThat(listing.otherFiles()).as("the loop").isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Corpus.class)
  void read_missingFolder_saysSo(Corpus corpus) {
    assertThatThrownBy(() -> corpus.reader().read(root.resolve("nowhere")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nowhere")
        .hasMessageContaining("found nothing there");
  }

  @Test
  void read_file_saysSo() throws IOException {
    touch("corpus.zip");
    assertThatThrownBy(() -> Corpus.EMODB.reader().read(root.resolve("corpus.zip")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found a file there");
  }

  @ParameterizedTest
  @EnumSource(Corpus.class)
  void of_idInAnyCase_findsTheCorpus(Corpus corpus) {
    assertThat(Corpus.of(" " + corpus.id().toUpperCase(java.util.Locale.ROOT))).isEqualTo(corpus);
    assertThat(corpus.id())
        .isEqualTo(corpus.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    List<String> emotions =
        corpus == Corpus.AESDD ? List.of("happy", "angry", "sad") : LabelSet.FOUR.names();
    assertThat(corpus.reader().labels().emotions().values()).containsAll(emotions);
  }

  @Test
  void of_unknownId_namesTheKnown() {
    assertThatThrownBy(() -> Corpus.of("emobd"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("emodb, urdu, casia, ravdess, emovo")
        .hasMessageContaining("or for other data one of csv, emobox, nkululeko, kaldi, folders")
        .hasMessageContaining("'emobd'");
  }

  @Test
  void clipName_accentsInEitherForm_areTheSame() {
    String composed = "Col\u00e8re/\u00e9.wav";
    String decomposed = "Cole\u0300re/e\u0301.wav";
    ClipName one = ClipName.of(root, root.resolve(composed));
    ClipName other = ClipName.of(root, root.resolve(decomposed));
    assertThat(one.name()).isEqualTo(other.name()).isEqualTo("Col\u00e8re/\u00e9");
    assertThat(one.folder(0)).isEqualTo("Col\u00e8re");
    assertThat(one.folder(1)).isEmpty();
  }

  @Test
  void clipName_withoutEnding_isKept() {
    assertThat(ClipName.of(root, root.resolve("03a01Fa")).stem()).isEqualTo("03a01Fa");
    assertThat(ClipName.of(root, root.resolve("a01 (5).b.wav")).stem()).isEqualTo("a01 (5).b");
  }

  @ParameterizedTest
  @CsvSource({
    "EMODB, 03a01Fa.wav, MALE",
    "EMODB, 08a01Fa.wav, FEMALE",
    "URDU, SF1_F8_A08.wav, FEMALE",
    "RAVDESS, 03-01-05-02-01-01-23.wav, MALE",
    "EMOVO, rab-f1-b1.wav, FEMALE",
    "CASIA, wangzhe/angry/201.wav, UNKNOWN",
    "CAFE, Neutre/02-N-1.wav, FEMALE",
    "TESS, YAF_germ_angry.wav, FEMALE",
    "SAVEE, DC_a01.wav, MALE",
    "NEMO, samples/EB0_anger_1.wav, FEMALE",
    "NEMO, samples/ML1_anger_1.wav, UNKNOWN",
    "CREMA_D, AudioWAV/1001_DFA_ANG_XX.wav, MALE",
    "BANGLASER, 03-01-05-01-02-02-27.wav, MALE",
    "BANGLASER, 03-01-05-01-02-02-06.wav, FEMALE",
    "ASED, 01Neutral/n1-02-01-01-35.wav, FEMALE",
    "SHEMO, F01A01.wav, FEMALE",
    "IEMOCAP, Ses01F_impro01_M003.wav, MALE",
    "ESD_ZH, 0001/Angry/0001_000351.wav, UNKNOWN",
  })
  void read_genderThatNamesOrTablesTell_isKept(Corpus corpus, String file, Gender gender)
      throws IOException {
    touch(file);
    tables(corpus);
    write("data.tsv", "file_id\tspeaker_id\tgender\nEB0_anger_1\t  EB0\tfemale\n");
    write("VideoDemographics.csv", "ActorID,Age,Sex\n1001,51,Male\n");
    assertThat(corpus.reader().read(root).clips())
        .extracting(CorpusClip::gender)
        .containsExactly(gender);
  }

  @Test
  void read_meldWithStrayWindowsBytes_readsTheTable() throws IOException {
    touch("train/dia1_utt0.wav", "train/dia1_utt1.wav");
    Path table = root.resolve("train_sent_emo.csv");
    byte[] text =
        "\uFEFFSpeaker,Emotion,Dialogue_ID,Utterance_ID\nRichard?s Date,joy,1,0\nRichard\u2019s Date,anger,1,1\n"
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < text.length; i++) {
      text[i] = text[i] == '?' ? (byte) 0x92 : text[i];
    }
    Files.write(table, text);
    assertThat(Corpus.MELD.reader().read(root).clips())
        .extracting(CorpusClip::speaker, CorpusClip::part)
        .containsExactly(
            Tuple.tuple("Richard\u2019s Date", Split.TRAIN),
            Tuple.tuple("Richard\u2019s Date", Split.TRAIN));
  }

  @Test
  void read_meldIdsOfSeveralParts_areDifferentClipsAndMissingOnesAreNamed() throws IOException {
    meldTable("train", "Chandler,joy,0,3", "Ross,anger,125,3", "Ross,joy,0,3");
    meldTable("dev", "Monica,anger,0,3");
    touch("train/dia0_utt3.wav", "dev/dia0_utt3.wav", "train/dia7_utt7.wav", "dia9_utt9.wav");
    CorpusListing listing = Corpus.MELD.reader().read(root);
    assertThat(listing.clips())
        .extracting(CorpusClip::key, CorpusClip::part)
        .containsExactly(
            Tuple.tuple("dev/dia0_utt3", Split.VALIDATION),
            Tuple.tuple("train/dia0_utt3", Split.TRAIN));
    assertThat(listing.leftOut())
        .extracting(LeftOut::file, LeftOut::reason)
        .containsExactly(
            Tuple.tuple("dia9_utt9", LeftOut.Reason.NAME),
            Tuple.tuple("train/dia0_utt3", LeftOut.Reason.REPEATED),
            Tuple.tuple("train/dia125_utt3", LeftOut.Reason.MISSING),
            Tuple.tuple("train/dia7_utt7", LeftOut.Reason.TABLE));
  }

  @Test
  void read_meldOrIemocapWithoutTables_saysWhatIsMissing() {
    assertThatThrownBy(() -> Corpus.MELD.reader().read(root))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("train_sent_emo.csv");
    assertThatThrownBy(() -> Corpus.IEMOCAP.reader().read(root))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("EmoEvaluation");
  }

  @Test
  void read_meldTableWithoutEmotions_namesTheColumn() throws IOException {
    write("train_sent_emo.csv", "Speaker,Sentiment\nRoss,negative\n");
    assertThatThrownBy(() -> Corpus.MELD.reader().read(root))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a column emotion")
        .hasMessageContaining("speaker, sentiment");
  }

  @Test
  void read_iemocap_accountsForDialoguesAndMissingClips() throws IOException {
    tables(Corpus.IEMOCAP);
    touch(
        "Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_M003.wav",
        "Session1/sentences/wav/Ses01F_impro01/Ses01F_impro01_M099.wav",
        "Session1/dialog/wav/Ses01F_impro01.wav");
    write("Session1/dialog/EmoEvaluation/Categorical/Ses01F_x_e2.txt", "no evaluation");
    CorpusListing listing = Corpus.IEMOCAP.reader().read(root);
    assertThat(listing.clips()).extracting(CorpusClip::label).containsExactly("exc");
    assertThat(listing.leftOut())
        .extracting(LeftOut::reason)
        .containsExactlyInAnyOrder(
            LeftOut.Reason.NAME, LeftOut.Reason.TABLE, LeftOut.Reason.MISSING);
  }

  @Test
  void read_esdOfBothLanguages_leavesTheOtherOut() throws IOException {
    touch("0010/Sad/test/0010_001400.wav", "0011/Sad/test/0011_001400.wav");
    CorpusListing mandarin = Corpus.ESD_ZH.reader().read(root);
    CorpusListing english = Corpus.ESD_EN.reader().read(root);
    assertThat(mandarin.clips())
        .extracting(CorpusClip::key, CorpusClip::part)
        .containsExactly(Tuple.tuple("0010_001400", Split.TEST));
    assertThat(english.clips()).extracting(CorpusClip::key).containsExactly("0011_001400");
    assertThat(mandarin.leftOut())
        .containsExactly(
            new LeftOut(
                "0011/Sad/test/0011_001400",
                LeftOut.Reason.LANGUAGE,
                "Speaker 0011 speaks English."));
    assertThat(english.leftOut())
        .extracting(LeftOut::detail)
        .containsExactly("Speaker 0010 speaks Mandarin.");
  }

  @Test
  void labelMap_fileOrPairs_overridesTheCorpus() throws IOException {
    Path file = write("labels.txt", "# ours\n\nexc happy\npleasant surprise surprise\nfru -\n");
    LabelMap fromFile = LabelMap.read(file.toString());
    assertThat(fromFile.emotion("pleasant surprise")).contains("surprise");
    LabelMap merged =
        Corpus.IEMOCAP.reader().labels().overriddenBy(LabelMap.read("exc=happy, fru=-"));
    assertThat(merged.emotion("exc")).contains("happy");
    assertThat(merged.emotion("fru")).contains(LabelMap.LEFT_OUT);
    assertThat(merged.emotion("ang")).contains("angry");
    assertThatThrownBy(() -> LabelMap.read("no-such-file.txt"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no-such-file.txt");
  }

  @Test
  void labelMap_badLines_areNamed() {
    assertThatThrownBy(() -> LabelMap.parse("W angry\nF"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("'F'");
    assertThatThrownBy(() -> LabelMap.parse("W angry\n\nW sad"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'W' again in line 3");
    assertThatThrownBy(() -> LabelMap.parse("\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found none");
  }
}
