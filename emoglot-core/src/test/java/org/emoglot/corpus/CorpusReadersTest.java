package org.emoglot.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emoglot.InvalidInputException;
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
    "SYNTHETIC_DE, de/v1/angry_03.flac, v1/angry_03, v1, angry, angry",
    "SYNTHETIC_IT, it/v6/sad_17.wav, v6/sad_17, v6, sad, sad",
  })
  void read_clipOfTheCorpus_isRecognised(
      Corpus corpus, String file, String key, String speaker, String label, String emotion)
      throws IOException {
    touch(file);
    CorpusListing listing = corpus.reader().read(root);
    assertThat(listing.clips())
        .containsExactly(new CorpusClip(key, speaker, label, root.resolve(file)));
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
    "SYNTHETIC_DE, de/angry_03.flac",
  })
  void read_otherAudio_isLeftOutWithTheReason(Corpus corpus, String file) throws IOException {
    touch(file);
    CorpusListing listing = corpus.reader().read(root);
    assertThat(listing.clips()).isEmpty();
    assertThat(listing.leftOut()).hasSize(1);
    LeftOut leftOut = listing.leftOut().get(0);
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
    assertThat(corpus.reader().labels().emotions().values()).containsAll(LabelSet.FOUR.names());
  }

  @Test
  void of_unknownId_namesTheKnown() {
    assertThatThrownBy(() -> Corpus.of("emobd"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("emodb, urdu, casia, ravdess, emovo")
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
