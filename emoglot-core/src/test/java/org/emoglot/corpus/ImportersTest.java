package org.emoglot.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Gender;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.preparation.Preparation;
import org.emoglot.preparation.PreparationOptions;
import org.emoglot.preparation.PreparationReport;
import org.emoglot.preparation.Prepared;
import org.emoglot.preparation.SplitMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data of other corpora, in the forms of other programs; on empty files. */
class ImportersTest {

  @TempDir Path root;

  private void touch(String... files) throws IOException {
    for (String file : files) {
      write(file, "");
    }
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static CorpusListing read(Importer importer, Path root) {
    return importer.describe("mine", Language.of("en")).reader().read(root);
  }

  private Prepared prepare(Importer importer) {
    CorpusDescription corpus = importer.describe("mine", Language.of("en"));
    return Preparation.prepare(
        corpus, root, Fakes.AUDIO_OF_NAME, PreparationOptions.of(corpus), (done, total) -> {});
  }

  @Test
  void csv_fullTable_isReadAndAccountedFor() throws IOException {
    touch("audio/a.wav", "audio/b.wav", "audio/Cole\u0300re.wav", "audio/d.wav");
    write(
        "table.csv",
        """
        path;label;speaker;gender;split;lang
        audio/a.wav;Happy;anna;f;train;en
        audio\\b.wav;anger;bert;m;dev;en
        audio/Col\u00e8re.wav;sad;anna;;test;EN
        audio/d.wav;sad;dora;;test;de
        audio/e.wav;sad;dora;;test;en
        ;sad;dora;;test;en
        """);
    CorpusListing listing = read(Importer.CSV, root.resolve("table.csv"));
    assertThat(listing.clips())
        .extracting(
            CorpusClip::key,
            CorpusClip::speaker,
            CorpusClip::label,
            CorpusClip::gender,
            CorpusClip::part)
        .containsExactly(
            tuple("audio/Col\u00e8re", "anna", "sad", Gender.UNKNOWN, Split.TEST),
            tuple("audio/a", "anna", "Happy", Gender.FEMALE, Split.TRAIN),
            tuple("audio/b", "bert", "anger", Gender.MALE, Split.VALIDATION));
    assertThat(listing.leftOut())
        .extracting(LeftOut::reason)
        .containsExactlyInAnyOrder(
            LeftOut.Reason.LANGUAGE, LeftOut.Reason.MISSING, LeftOut.Reason.TABLE);
    assertThat(prepare(Importer.CSV).manifest().utterances())
        .extracting(Utterance::id, Utterance::label, Utterance::split)
        .contains(tuple("mine/audio/b", "angry", Split.VALIDATION));
  }

  @Test
  void csv_ownManifest_isReadWithItsNames() throws IOException {
    touch("a.wav");
    write(
        "old.csv",
        "utt_id,corpus,lang,speaker,label,split,path,seconds\nx/1,x,en,s,sad,val,a.wav,1.5\n");
    assertThat(read(Importer.CSV, root).clips())
        .extracting(CorpusClip::key, CorpusClip::part)
        .containsExactly(tuple("x/1", Split.VALIDATION));
  }

  @Test
  void csv_tabsAndQuotationMarks_areFields() throws IOException {
    touch("a.wav");
    write("t.tsv", "path\ttext\tlabel\tspeaker\na.wav\t\"so he said\tsad\t  anna\n");
    assertThat(read(Importer.CSV, root).clips())
        .extracting(CorpusClip::label, CorpusClip::speaker)
        .containsExactly(tuple("sad", "anna"));
  }

  @Test
  void nkululeko_tablesForPartsAndSegments_areUnderstood() throws IOException {
    touch("audio/a.wav", "audio/b.wav", "audio/c.wav");
    write(
        "my_train.csv",
        """
        file,start,end,speaker,gender,emotion
        audio/a.wav,0 days 00:00:00,0 days 00:00:02,s1,female,happy
        audio/b.wav,0 days 00:00:03.5,0 days 00:00:05,s1,female,happy
        """);
    write("my_test.csv", "file,speaker,emotion\naudio/c.wav,s2,sad\n");
    CorpusListing listing = read(Importer.NKULULEKO, root);
    assertThat(listing.clips())
        .extracting(
            CorpusClip::key,
            CorpusClip::part,
            clip -> clip.audio().start(),
            clip -> clip.audio().end())
        .containsExactly(
            tuple("audio/a", Split.TRAIN, 0.0, 2.0),
            tuple("audio/b@3.5-5", Split.TRAIN, 3.5, 5.0),
            tuple("audio/c", Split.TEST, 0.0, Double.POSITIVE_INFINITY));
    assertThat(listing.leftOut()).isEmpty();
  }

  @Test
  void emobox_lines_areReadAndMissingAudioIsNamed() throws IOException {
    touch("downloads/esd/a.wav", "downloads/esd/b.wav");
    write(
        "data/esd/esd.jsonl",
        """
        {"key": "esd-a", "dataset": "esd", "wav": "downloads/esd/a.wav", "type": "raw", "sample_rate": 16000, "length": 1.5, "task": "category", "emo": "Happy", "channel": 1}
        {"key": "esd-b", "dataset": "esd", "wav": "downloads/esd/b.wav", "emo": "Angry", "spk": "bert"}

        {"key": "esd-c", "dataset": "esd", "wav": "downloads/esd/c.wav", "emo": "Angry"}
        {"key": "esd-d", "dataset": "esd", "wav": "downloads/esd/b.wav"}
        """);
    CorpusListing listing = read(Importer.EMOBOX, root.resolve("data/esd"));
    assertThat(listing.clips())
        .extracting(CorpusClip::key, CorpusClip::speaker, CorpusClip::label, CorpusClip::part)
        .containsExactly(
            tuple("esd-a", "unknown", "Happy", null), tuple("esd-b", "bert", "Angry", null));
    assertThat(listing.leftOut())
        .extracting(LeftOut::file, LeftOut::reason)
        .contains(tuple("esd-c", LeftOut.Reason.MISSING))
        .hasSize(2);
  }

  @Test
  void emobox_notJson_namesTheLine() throws IOException {
    write("x.jsonl", "{\"key\": \"a\", \"wav\": \"a.wav\", \"emo\": \"sad\"}\n[1]\n");
    assertThatThrownBy(() -> read(Importer.EMOBOX, root))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a JSON object in line 2 of")
        .hasMessageContaining("'[1]'");
  }

  @Test
  void kaldi_folder_isReadAndCommandsAreNotRun() throws IOException {
    touch("wavs/a 1.wav");
    write("data/train/wav.scp", "u1 wavs/a 1.wav\nu2 sox x.wav -t wav - |\nu3 wavs/no.wav\nu4 x\n");
    write("data/train/utt2emo", "u1 happy\nu2 sad\nu3 sad\nu5 sad\n");
    write("data/train/utt2spk", "u1 anna\nu2 anna\nu3 anna\nu5 anna\n");
    write("data/train/spk2gender", "anna f\n");
    write("data/test/wav.scp", "t1 wavs/a 1.wav\n");
    write("data/test/utt2emo", "t1 happy\n");
    write("data/test/utt2spk", "t1 bert\n");
    CorpusListing listing = read(Importer.KALDI, root.resolve("data"));
    assertThat(listing.clips())
        .extracting(CorpusClip::key, CorpusClip::speaker, CorpusClip::gender, CorpusClip::part)
        .containsExactly(
            tuple("t1", "bert", Gender.UNKNOWN, Split.TEST),
            tuple("u1", "anna", Gender.FEMALE, Split.TRAIN));
    assertThat(listing.leftOut())
        .extracting(LeftOut::file, LeftOut::reason)
        .containsExactly(
            tuple("u2", LeftOut.Reason.MISSING),
            tuple("u3", LeftOut.Reason.MISSING),
            tuple("u4", LeftOut.Reason.TABLE),
            tuple("u5", LeftOut.Reason.MISSING));
    assertThat(read(Importer.KALDI, root.resolve("data/train")).clips())
        .extracting(CorpusClip::part)
        .containsOnlyNulls();
    touch("data/test/segments");
    assertThatThrownBy(() -> read(Importer.KALDI, root.resolve("data")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("segments");
  }

  @Test
  void folders_withAndWithoutSpeakers_areRead() throws IOException {
    touch("Angry/anna/01.wav", "Sad/02.flac", "stray.wav", "Angry/notes.txt");
    CorpusListing listing = read(Importer.FOLDERS, root);
    assertThat(listing.clips())
        .extracting(CorpusClip::key, CorpusClip::speaker, CorpusClip::label)
        .containsExactly(
            tuple("Angry/anna/01", "anna", "Angry"), tuple("Sad/02", "unknown", "Sad"));
    assertThat(listing.leftOut()).extracting(LeftOut::file).containsExactly("stray");
    assertThat(listing.otherFiles()).isEqualTo(1);
    assertThat(prepare(Importer.FOLDERS).report().text())
        .contains("note: Speakers are not named")
        .contains("(stratified, seed 1)");
  }

  @Test
  void folders_ofParts_areThePartsAndValidationComesFromTrain() throws IOException {
    for (int i = 10; i < 30; i++) {
      touch("train/happy/s1/" + i + ".wav", "train/sad/s1/" + i + ".wav");
    }
    touch("test/happy/s2/01.wav");
    PreparationReport report = prepare(Importer.FOLDERS).report();
    assertThat(report.bySplit()).isEqualTo(Map.of("train", 36L, "val", 4L, "test", 1L));
    assertThat(report.notes())
        .containsExactly("The corpus has no validation part: it gets a tenth of the train part.");
    touch("happy/s3/01.wav");
    assertThatThrownBy(() -> prepare(Importer.FOLDERS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found none for mine/happy/s3/01 and one for 41 others");
  }

  @ParameterizedTest
  @EnumSource(Importer.class)
  void read_nothingThere_saysSo(Importer importer) {
    assertThat(Importer.find(" " + importer.name())).contains(importer);
    assertThatThrownBy(() -> read(importer, root.resolve("nowhere")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nowhere")
        .hasMessageContaining("found nothing there");
    if (importer != Importer.FOLDERS) {
      assertThatThrownBy(() -> read(importer, root))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("found none.");
    }
  }

  @Test
  void describe_badName_isRefused() {
    assertThatThrownBy(() -> Importer.CSV.describe("My Corpus", Language.of("en")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'My Corpus'");
    assertThatThrownBy(() -> SplitMethod.of("random"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("official, stratified, speaker-disjoint");
  }
}
