package org.emoglot.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Waveform;
import org.emoglot.data.Language;
import org.emoglot.io.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeechAuditTest {

  private static final AudioSource SILENCE = file -> new Waveform(new float[1], 16_000);
  private static final Language DE = new Language("de");
  private static final Language EN = new Language("en");

  @TempDir Path folder;

  private SpeechAudit audit() throws IOException {
    Files.writeString(folder.resolve("en.wav"), "heard");
    Files.writeString(folder.resolve("de.wav"), "not heard");
    return new SpeechAudit(
        List.of(new SpeechAudit.Clip("x/en", EN, folder.resolve("en.wav"))),
        List.of(new SpeechAudit.Clip("y/de", DE, folder.resolve("de.wav"))),
        List.of(DE));
  }

  @Test
  void read_listedFiles_countsThemByLanguageAndChainsTheirHash() throws IOException {
    SpeechAudit audit = audit();
    AudioSource source = audit.auditing(SILENCE);

    source.read(folder.resolve("en.wav"));
    source.read(folder.resolve("../" + folder.getFileName() + "/en.wav"));

    SpeechAudit.Log log = audit.log();
    assertThat(log.opens()).isEqualTo(2);
    assertThat(log.opensByLanguage()).containsEntry("en", 2L).hasSize(1);
    assertThat(log.excludedLanguages()).containsExactly("de");
    assertThat(log.withheldFiles()).isEqualTo(1);
    assertThat(log.logHash()).isEqualTo(Sha256.of(Sha256.of("\nx/en") + "\nx/en"));
  }

  @Test
  void read_anExcludedFileThroughALink_isRefusedBeforeItIsOpened() throws IOException {
    SpeechAudit audit = audit();
    Path link = Files.createSymbolicLink(folder.resolve("en2.wav"), folder.resolve("de.wav"));

    assertThatThrownBy(
            () ->
                audit
                    .auditing(
                        file -> {
                          throw new AssertionError("opened " + file);
                        })
                    .read(link))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("excluded language de")
        .hasMessageContaining("y/de");
    assertThat(audit.log().opens()).isZero();
  }

  @Test
  void read_anUnlistedFile_isRefused() throws IOException {
    AudioSource source = audit().auditing(SILENCE);

    assertThatThrownBy(() -> source.read(folder.resolve("other.wav")))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("Expected to open only listed files");
  }

  @Test
  void resume_addsTheCountsOfTheEarlierProcess() throws IOException {
    SpeechAudit earlier = audit();
    earlier.auditing(SILENCE).read(folder.resolve("en.wav"));
    SpeechAudit audit = audit();

    audit.resume(earlier.state());
    audit.auditing(SILENCE).read(folder.resolve("en.wav"));

    assertThat(audit.log().opens()).isEqualTo(2);
    assertThat(audit.log().opensByLanguage()).containsEntry("en", 2L);
    assertThat(audit.log().logHash())
        .isNotEqualTo(earlier.log().logHash())
        .hasSize(earlier.log().logHash().length());
  }

  @Test
  void resume_ofOneThatExcludesOtherLanguages_isRefused() throws IOException {
    SpeechAudit earlier = new SpeechAudit(List.of(), List.of(), List.of(EN));
    SpeechAudit audit = audit();
    SpeechAudit.State state = earlier.state();

    assertThatThrownBy(() -> audit.resume(state))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("excludes [de]")
        .hasMessageContaining("excludes [en]");
  }

  @Test
  void read_otherSamplesThanTheManifestSaysOrThanBefore_isRefused() throws IOException {
    audit(); // writes the files
    Path file = folder.resolve("en.wav");
    SpeechAudit prepared =
        new SpeechAudit(
            List.of(new SpeechAudit.Clip("x/en", EN, file, "0".repeat(64))), List.of(), List.of());
    assertThatThrownBy(() -> prepared.auditing(SILENCE).read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("audio_sha256 000000000000");

    SpeechAudit earlier = audit();
    earlier.auditing(SILENCE).read(file);
    SpeechAudit audit = audit();
    audit.resume(earlier.state());
    assertThatThrownBy(
            () -> audit.auditing(other -> new Waveform(new float[] {0.5f}, 16_000)).read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("had earlier in this run");
  }
}
