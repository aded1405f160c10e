package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.AdaptedFolder;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.fingerprint.ClipPrint;
import org.emoglot.fingerprint.Fingerprint;
import org.emoglot.fingerprint.HeardClips;
import org.emoglot.io.Json;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.unlabelled.LogitShift;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptedFolderTest {

  private static final LogitShift SHIFT =
      new LogitShift(
          new float[] {2, -1, -1, 0}, 20, 18, new double[] {0.25, 0.25, 0.25, 0.25}, 0.9);

  @TempDir Path folder;
  private Path base = Path.of("");
  private Path adapted = Path.of("");

  @BeforeEach
  void save() throws IOException {
    base = TinyCommittees.save(1, Files.createDirectories(folder.resolve("here")).resolve("base"));
    adapted = folder.resolve("here/adapted");
    AdaptedFolder.save(
        base,
        LabelSet.FOUR,
        SHIFT,
        HeardClips.NONE,
        List.of(
            ClipPrint.of("mine/1.wav", TinyCommittees.clip(3)),
            new ClipPrint("mine/long.wav", "", Fingerprint.NONE)),
        "# Adapted\n",
        adapted);
  }

  private static Prediction ask(EmotionClassifier classifier) {
    Waveform clip = TinyCommittees.clip(2);
    return classifier.predictSpeech(List.of(clip)).get(0);
  }

  @Test
  void load_adapted_answersAsTheBaseWithItsLogitsShifted() {
    String first = LabelSet.FOUR.name(0);
    String last = LabelSet.FOUR.name(3);
    try (EmotionClassifier plain = EmotionClassifier.load(base);
        EmotionClassifier shifted = EmotionClassifier.load(adapted)) {
      Prediction before = ask(plain);
      Prediction after = ask(shifted);

      assertThat(Math.log(after.score(first) / after.score(last)))
          .isEqualTo(Math.log(before.score(first) / before.score(last)) - 2, within(1e-4));
      assertThat(ask(shifted.unadapted())).isEqualTo(before);
    }
  }

  @Test
  void save_adapted_isSmallAndNamesWhatWasHeard() {
    assertThat(SavedModels.names(adapted))
        .containsExactly("README.md", "config.json", "heard-clips.tsv.gz");
    assertThat(AdaptedFolder.isAdapted(adapted)).isTrue();
    assertThat(AdaptedFolder.isAdapted(base)).isFalse();
    assertThat(AdaptedFolder.read(adapted).clips())
        .extracting(AdaptedFolder.Content.Heard::clip)
        .containsExactly("mine/1.wav", "mine/long.wav");
    assertThat(HeardClips.read(adapted).clips())
        .extracting(ClipPrint::id)
        .containsExactly("mine/1.wav");
    assertThat(HeardDeclaration.of(Json.read(adapted.resolve("config.json"))))
        .isEqualTo(HeardDeclaration.of(Json.read(base.resolve("config.json"))));
  }

  @Test
  void base_movedTogether_isFound() throws IOException {
    Files.move(folder.resolve("here"), folder.resolve("there"));

    assertThat(AdaptedFolder.base(folder.resolve("there/adapted")))
        .isEqualTo(folder.resolve("there/base"));
  }

  @Test
  void base_missing_isRefused() throws IOException {
    Files.move(base, folder.resolve("elsewhere"));

    assertThatThrownBy(() -> EmotionClassifier.load(adapted))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found nothing there: put it back, or adapt again.");
  }

  @Test
  void base_changed_isRefused() {
    TinyCommittees.save(2, base);

    assertThatThrownBy(() -> EmotionClassifier.load(adapted))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found another");
  }

  @Test
  void base_withAnotherCard_isTheSame() throws IOException {
    Files.writeString(base.resolve("README.md"), "# New words\n");

    assertThat(AdaptedFolder.base(adapted)).isEqualTo(base);
  }

  @Test
  void load_damagedConfig_isRefused() throws IOException {
    Files.writeString(
        adapted.resolve("config.json"),
        "{\"model_type\": \"emoglot-adapted\", \"adapted\": {\"base\": 3}}");

    assertThatThrownBy(() -> EmotionClassifier.load(adapted))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("adapt the model again");
  }
}
