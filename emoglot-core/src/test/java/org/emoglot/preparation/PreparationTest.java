package org.emoglot.preparation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Waveform;
import org.emoglot.corpus.Corpus;
import org.emoglot.corpus.Fakes;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.LeftOut;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Utterance;
import org.emoglot.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {

  @TempDir Path root;

  private static final AudioSource AUDIO =
      file -> {
        String name = file.getFileName().toString();
        if (name.equals("03a02Wa.wav")) {
          throw new InvalidInputException("Expected audio in 03a02Wa.wav, found text.");
        }
        return name.equals("03a03Wa.wav")
            ? new Waveform(new float[0], Waveform.MODEL_SAMPLE_RATE)
            : Fakes.AUDIO_OF_NAME.read(file);
      };

  private static final PreparationOptions ANY_COUNT =
      PreparationOptions.of(Corpus.EMODB).allowingOtherCounts();

  private void touch(String... files) throws IOException {
    for (String file : files) {
      Files.createFile(root.resolve(file));
    }
  }

  private Prepared prepare(AudioSource audio, PreparationOptions options) {
    return Preparation.prepare(Corpus.EMODB, root, audio, options, (done, total) -> {});
  }

  @Test
  void prepare_mixedFolder_accountsForEveryFile() throws IOException {
    touch(
        "03a01Wa.wav", // kept
        "03a02Wa.wav", // not decodable
        "03a03Wa.wav", // empty
        "08a01Na.wav", // kept
        "08a01Aa.wav", // fear
        "08a01Xa.wav", // no such letter
        "song.wav",
        "notes.txt");
    List<String> progress = new ArrayList<>();
    Prepared prepared =
        Preparation.prepare(
            Corpus.EMODB,
            root,
            AUDIO,
            ANY_COUNT,
            (done, total) -> progress.add(done + "/" + total));
    PreparationReport report = prepared.report();
    assertThat(prepared.manifest().utterances())
        .extracting(Utterance::id, Utterance::label, Utterance::seconds)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("emodb/03a01Wa", "angry", 0.5),
            org.assertj.core.groups.Tuple.tuple("emodb/08a01Na", "neutral", 0.5));
    assertThat(report.leftOut())
        .extracting(LeftOut::file, LeftOut::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("song", LeftOut.Reason.NAME),
            org.assertj.core.groups.Tuple.tuple("08a01Aa", LeftOut.Reason.EMOTION),
            org.assertj.core.groups.Tuple.tuple("08a01Xa", LeftOut.Reason.LABEL),
            org.assertj.core.groups.Tuple.tuple("03a02Wa", LeftOut.Reason.AUDIO),
            org.assertj.core.groups.Tuple.tuple("03a03Wa", LeftOut.Reason.EMPTY));
    assertThat(report.leftOut().get(3).detail())
        .isEqualTo("Expected audio in 03a02Wa.wav, found text.");
    assertThat(report.otherFiles()).isEqualTo(1);
    assertThat(report.leftOutByReason())
        .isEqualTo(
            Map.of(
                "name not recognised", 1L,
                "emotion not in the label set", 1L,
                "label not known", 1L,
                "audio not decodable", 1L,
                "no audio inside", 1L));
    assertThat(progress).containsExactly("1/4", "2/4", "3/4", "4/4");
    assertThat(report.text())
        .startsWith("emodb (de): 2 utterances, 2 speakers, 0.0 minutes\n")
        .contains("audio not decodable 1")
        .contains("1 other files ignored")
        .contains(report.splitFingerprint())
        .doesNotContain("identical");
  }

  @Test
  void prepare_identicalAudio_isReported() throws IOException {
    touch("03a01Wa.wav", "03a02Wb.wav", "03a04Wc.wav");
    Files.writeString(root.resolve("03a04Wc.wav"), "other");
    PreparationReport report = prepare(Fakes.AUDIO_OF_CONTENT, ANY_COUNT).report();
    assertThat(report.identicalAudio())
        .containsExactly("emodb/03a01Wa (train) = emodb/03a02Wb (train)");
    assertThat(report.text())
        .contains("identical audio: emodb/03a01Wa (train) = emodb/03a02Wb (train)\n");
    assertThat(report.text()).contains("skipped: nothing;");
  }

  @Test
  void prepare_moreLabels_keepsMore() throws IOException {
    touch("03a01Wa.wav", "08a01Aa.wav");
    Prepared prepared =
        prepare(Fakes.AUDIO_OF_NAME, ANY_COUNT.withLabels(new LabelSet(List.of("angry", "fear"))));
    assertThat(prepared.report().byLabel()).isEqualTo(Map.of("angry", 1L, "fear", 1L));
    assertThat(prepared.report().leftOut()).isEmpty();
  }

  @Test
  void prepare_otherSeed_dividesOtherwise() throws IOException {
    for (int i = 10; i < 60; i++) {
      touch("03a" + i + "Wa.wav");
    }
    PreparationOptions options = ANY_COUNT;
    Prepared one = prepare(Fakes.AUDIO_OF_NAME, options);
    assertThat(prepare(Fakes.AUDIO_OF_NAME, options)).isEqualTo(one);
    assertThat(prepare(Fakes.AUDIO_OF_NAME, options.withSeed(2)).report().splitFingerprint())
        .isNotEqualTo(one.report().splitFingerprint());
  }

  @Test
  void report_manyIdenticalClips_listsSomeInTextAndAllInTheObject() throws IOException {
    for (int i = 10; i < 34; i++) {
      touch("03a" + i + "Wa.wav");
      Files.writeString(root.resolve("03a" + i + "Wa.wav"), "pair " + i / 2);
    }
    PreparationReport report = prepare(Fakes.AUDIO_OF_CONTENT, ANY_COUNT).report();
    assertThat(report.identicalAudio()).hasSize(12);
    assertThat(report.text()).contains("identical audio: 2 more groups\n");
  }

  @Test
  void prepare_labelMap_namesFurtherEmotionsAndLeavesOut() throws IOException {
    touch("03a01Wa.wav", "08a01Aa.wav", "08a01Na.wav");
    PreparationReport report =
        prepare(
                Fakes.AUDIO_OF_NAME,
                PreparationOptions.of(Corpus.EMODB)
                    .withLabelMap(LabelMap.parse("A afraid\nN " + LabelMap.LEFT_OUT)))
            .report();
    assertThat(report.byLabel()).isEqualTo(Map.of("afraid", 1L, "angry", 1L));
    assertThat(report.leftOut())
        .extracting(LeftOut::file, LeftOut::detail)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "08a01Na", "The label map leaves the label 'N' out."));
    assertThat(report.byGender()).isEqualTo(Map.of("female", 1L, "male", 1L));
  }

  @Test
  void prepare_otherCountThanThePaper_isRefusedUnlessAllowed() throws IOException {
    touch("03a01Wa.wav", "08a01Aa.wav");
    assertThatThrownBy(() -> prepare(AUDIO, PreparationOptions.of(Corpus.EMODB)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Expected 339 utterances of emodb (train 266, val 35, test 38), the paper's count,"
                + " found 1 (skipped: emotion not in the label set 1): complete it, or accept it"
                + " with --allow-count-mismatch.");
    assertThat(prepare(AUDIO, ANY_COUNT).report().notes())
        .containsExactly(
            "Expected train 266, val 35, test 38 utterances of emodb, the paper's counts, found"
                + " train 1, val 0, test 0.");
  }

  /**
   * ESD as its own folders are expected to divide it: 300 train, 20 evaluation and 30 test clips of
   * each emotion.
   */
  @Test
  void prepare_esdByItsOwnFolders_isNotThePapersDivisionAndSaysSo() throws IOException {
    String[] emotions = {"Neutral", "Angry", "Happy", "Sad"};
    for (int speaker = 1; speaker <= 10; speaker++) {
      for (int i = 0; i < 1400; i++) {
        String part = i % 350 < 300 ? "train" : i % 350 < 320 ? "evaluation" : "test";
        Path folder = root.resolve("%04d/%s/%s".formatted(speaker, emotions[i / 350], part));
        Files.createDirectories(folder);
        Files.createFile(folder.resolve("%04d_%06d.wav".formatted(speaker, i + 1)));
      }
    }
    PreparationOptions options = PreparationOptions.of(Corpus.ESD_ZH);
    assertThatThrownBy(() -> prepareEsd(options))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "Expected train 11200, val 1400, test 1400 utterances of esd-zh, the paper's counts,"
                + " found train 12000, val 800, test 1200 (nothing was skipped)")
        .hasMessageContaining("--split stratified");
    PreparationReport paper = prepareEsd(options.withSplit(SplitMethod.STRATIFIED)).report();
    assertThat(paper.bySplit()).isEqualTo(Map.of("train", 11200L, "val", 1400L, "test", 1400L));
    assertThat(paper.notes()).isEmpty();
    assertThat(paper.splitFingerprint()).isEqualTo(SplitterTest.ESD_ZH_FINGERPRINT);
    PreparationReport own = prepareEsd(options.allowingOtherCounts()).report();
    assertThat(own.bySplit()).isEqualTo(Map.of("train", 12000L, "val", 800L, "test", 1200L));
    assertThat(own.division()).isEqualTo("the parts of the corpus");
  }

  private Prepared prepareEsd(PreparationOptions options) {
    return Preparation.prepare(
        Corpus.ESD_ZH, root, Fakes.AUDIO_OF_NAME, options, (done, total) -> {});
  }

  @Test
  void report_json_readsBack() throws IOException {
    touch("03a01Wa.wav", "08a01Aa.wav");
    PreparationReport report = prepare(Fakes.AUDIO_OF_NAME, ANY_COUNT).report();
    assertThat(Json.mapper().readValue(Json.write(report), PreparationReport.class))
        .isEqualTo(report);
  }

  @Test
  void prepare_nothingUsable_saysWhatWasExpected() throws IOException {
    assertThatThrownBy(() -> prepare(AUDIO, ANY_COUNT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("wav/03a01Fa")
        .hasMessageEndingWith("found none.");
    touch("song.wav");
    assertThatThrownBy(() -> prepare(AUDIO, ANY_COUNT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found none; skipped: name not recognised 1; the first: ")
        .hasMessageContaining("song");
  }
}
