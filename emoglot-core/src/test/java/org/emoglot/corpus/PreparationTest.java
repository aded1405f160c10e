package org.emoglot.corpus;

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
            PreparationOptions.of(Corpus.EMODB),
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
        .contains("1 other files passed over")
        .contains(report.splitFingerprint())
        .doesNotContain("identical");
  }

  @Test
  void prepare_identicalAudio_isReported() throws IOException {
    touch("03a01Wa.wav", "03a02Wb.wav", "03a04Wc.wav");
    Files.writeString(root.resolve("03a04Wc.wav"), "other");
    PreparationReport report =
        prepare(Fakes.AUDIO_OF_CONTENT, PreparationOptions.of(Corpus.EMODB)).report();
    assertThat(report.identicalAudio()).containsExactly(List.of("emodb/03a01Wa", "emodb/03a02Wb"));
    assertThat(report.text()).contains("identical audio: emodb/03a01Wa = emodb/03a02Wb\n");
    assertThat(report.text()).contains("left out: nothing;");
  }

  @Test
  void prepare_moreLabels_keepsMore() throws IOException {
    touch("03a01Wa.wav", "08a01Aa.wav");
    PreparationOptions of = PreparationOptions.of(Corpus.EMODB);
    Prepared prepared =
        prepare(
            Fakes.AUDIO_OF_NAME,
            new PreparationOptions(
                new LabelSet(List.of("angry", "fear")), of.labelMap(), of.splitRule(), 1));
    assertThat(prepared.report().byLabel()).isEqualTo(Map.of("angry", 1L, "fear", 1L));
    assertThat(prepared.report().leftOut()).isEmpty();
  }

  @Test
  void prepare_otherSeed_dividesOtherwise() throws IOException {
    for (int i = 10; i < 60; i++) {
      touch("03a" + i + "Wa.wav");
    }
    PreparationOptions options = PreparationOptions.of(Corpus.EMODB);
    Prepared one = prepare(Fakes.AUDIO_OF_NAME, options);
    assertThat(prepare(Fakes.AUDIO_OF_NAME, options)).isEqualTo(one);
    assertThat(prepare(Fakes.AUDIO_OF_NAME, options.withSeed(2)).report().splitFingerprint())
        .isNotEqualTo(one.report().splitFingerprint());
  }

  @Test
  void report_json_readsBack() throws IOException {
    touch("03a01Wa.wav", "08a01Aa.wav");
    PreparationReport report =
        prepare(Fakes.AUDIO_OF_NAME, PreparationOptions.of(Corpus.EMODB)).report();
    assertThat(Json.mapper().readValue(Json.write(report), PreparationReport.class))
        .isEqualTo(report);
  }

  @Test
  void prepare_nothingUsable_saysWhatWasExpected() throws IOException {
    assertThatThrownBy(() -> prepare(AUDIO, PreparationOptions.of(Corpus.EMODB)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("wav/03a01Fa")
        .hasMessageEndingWith("found none.");
    touch("song.wav");
    assertThatThrownBy(() -> prepare(AUDIO, PreparationOptions.of(Corpus.EMODB)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found none among 1 audio files")
        .hasMessageContaining("song");
  }
}
