package org.emoglot.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.Conditioning;
import org.emoglot.corpus.Fakes;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.io.Sha256;
import org.junit.jupiter.api.Test;

/** Clips that are passages of one file, under audit. */
class PassageAuditTest {

  private static final Plan PLAN = Plans.plan("EN-DE", "proposed");
  private static final AudioSource AUDIO = Fakes.AUDIO_OF_NAME;

  private static Utterance passage(Utterance of, String id, double from, double to) {
    ClipAudio audio = of.audio().between(from, to);
    return new Utterance(
        id,
        of.corpus(),
        of.language(),
        of.speaker(),
        of.label(),
        of.split(),
        audio,
        to - from,
        of.gender(),
        Sha256.of(AUDIO.read(audio).samples()));
  }

  @Test
  void read_passagesOfOneFile_areClipsOfTheirOwn() {
    Utterance file = Fakes.utterance("ravdess", "en", "s9", "sad", Split.TRAIN, 1);
    Utterance first = passage(file, "ravdess/p1", 0, 0.25);
    Utterance second = passage(file, "ravdess/p2", 0.25, 0.5);
    AccessAudit audit = AccessAudit.of(Plans.smuggling(Plans.smuggling(PLAN, first), second));
    AudioSource source = audit.auditing(AUDIO);
    assertThat(source.read(first.audio()).samples()).hasSize(4000);
    assertThat(source.read(second.audio()).samples()).hasSize(4000);
    assertThat(audit.record().clean()).isTrue();
    assertThat(audit.record().audio().seen()).isEqualTo(2);
    assertThatThrownBy(() -> source.read(file.path()))
        .as("the whole file is no clip of the plan")
        .isInstanceOf(IsolationViolation.class);
    assertThatThrownBy(() -> source.read(first.audio().with(Conditioning.TRIM_AND_LEVEL)))
        .as("nor is the passage otherwise conditioned")
        .isInstanceOf(IsolationViolation.class);
  }

  @Test
  void read_passageWithOtherSamplesThanTheManifestSays_isRefused() {
    Utterance file = Fakes.utterance("ravdess", "en", "s9", "sad", Split.TRAIN, 1);
    Utterance told = passage(file, "ravdess/p1", 0, 0.25);
    Utterance moved =
        new Utterance(
            told.id(),
            told.corpus(),
            told.language(),
            told.speaker(),
            told.label(),
            told.split(),
            told.audio().between(0.25, 0.5),
            told.seconds(),
            told.gender(),
            told.audioHash());
    AudioSource source = AccessAudit.of(Plans.smuggling(PLAN, moved)).auditing(AUDIO);
    assertThatThrownBy(() -> source.read(moved.audio())).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void read_passageOfAFileOfTheTarget_isGuarded() {
    Utterance target = PLAN.evaluation().get(0);
    Utterance smuggled = passage(target, "ravdess/p1", 0, 0.25);
    AudioSource source = AccessAudit.of(Plans.smuggling(PLAN, smuggled)).auditing(AUDIO);
    assertThatThrownBy(() -> source.read(smuggled.audio())).isInstanceOf(IsolationViolation.class);
    assertThatThrownBy(() -> IsolationCheck.of(Plans.smuggling(PLAN, smuggled)))
        .isInstanceOf(IsolationViolation.class);
  }
}
