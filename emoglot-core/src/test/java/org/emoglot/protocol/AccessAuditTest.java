package org.emoglot.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.corpus.Fakes;
import org.emoglot.data.Utterance;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessAuditTest {

  private static final Plan PLAN = Plans.plan("EN-DE", "proposed");
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

  private final AccessAudit audit = AccessAudit.of(PLAN, NOON);
  private final AudioSource source = audit.auditing(Fakes.AUDIO_OF_NAME);

  private void read(List<Utterance> utterances) {
    utterances.forEach(u -> source.read(u.path()));
  }

  @Test
  void record_wholeRun_isCleanAndCounted() {
    read(PLAN.training());
    audit.enter(Phase.VALIDATION);
    read(PLAN.validation());
    audit.enter(Phase.TRAINING);
    read(PLAN.training());
    assertThat(audit.record().target()).isEqualTo(AuditRecord.TargetOpens.NONE);
    audit.enter(Phase.FINAL_EVALUATION);
    read(PLAN.evaluation());
    AuditRecord record = audit.record();
    assertThat(record.clean()).isTrue();
    assertThat(record.opens()).isEqualTo(192 + 24 + 192 + 80);
    assertThat(record.opensByPhase())
        .isEqualTo(Map.of("TRAINING", 384L, "VALIDATION", 24L, "FINAL_EVALUATION", 80L));
    assertThat(record.opensByStage())
        .isEqualTo(Map.of("TRAINING", 384L, "VALIDATION", 24L, "EVALUATION", 80L));
    assertThat(record.opensByLanguage().get("TRAINING"))
        .isEqualTo(Map.of("en", 128L, "it", 128L, "zh", 128L));
    assertThat(record.opensByLanguage().get("FINAL_EVALUATION")).isEqualTo(Map.of("de", 80L));
    assertThat(record.target())
        .isEqualTo(
            new AuditRecord.TargetOpens(80, 408, "2026-01-01T12:00:00Z", "2026-01-01T12:00:00Z"));
    assertThat(record.audio()).isEqualTo(new AuditRecord.AudioOverlap(216, 80, List.of()));
    assertThat(record.violations()).isEmpty();
  }

  @Test
  void read_targetBeforeTheFinalEvaluation_failsAndIsRecorded() {
    Path target = PLAN.evaluation().get(3).path();
    AtomicInteger opened = new AtomicInteger();
    AudioSource counting =
        audit.auditing(
            file -> {
              opened.incrementAndGet();
              return Fakes.AUDIO_OF_NAME.read(file);
            });
    for (Phase phase : List.of(Phase.TRAINING, Phase.VALIDATION)) {
      audit.enter(phase);
      assertThatThrownBy(() -> counting.read(target))
          .isInstanceOf(IsolationViolation.class)
          .hasMessageContaining(PLAN.evaluation().get(3).id())
          .hasMessageContaining(phase.name());
    }
    assertThat(opened).hasValue(0);
    assertThat(audit.record().clean()).isFalse();
    assertThat(audit.record().violations()).hasSize(2);
    assertThat(audit.record().opens()).isZero();
  }

  @Test
  void read_targetBehindALink_fails(@TempDir Path folder) throws IOException {
    Utterance target = PLAN.evaluation().get(0);
    Path real = Files.createFile(folder.resolve("target.wav"));
    Plan plan =
        new Plan(
            PLAN.task(),
            PLAN.system(),
            PLAN.labels(),
            PLAN.training(),
            PLAN.validation(),
            List.of(
                new Utterance(
                    target.id(),
                    target.corpus(),
                    target.language(),
                    target.speaker(),
                    target.label(),
                    target.split(),
                    real,
                    1)));
    Path link = Files.createSymbolicLink(folder.resolve("harmless.wav"), real);
    AudioSource linked = AccessAudit.of(plan).auditing(Fakes.AUDIO_OF_NAME);
    assertThatThrownBy(() -> linked.read(link)).isInstanceOf(IsolationViolation.class);
  }

  @Test
  void read_fileOfNoStage_fails() {
    Path unplanned = Path.of("/corpora/ravdess/s1-sad-9.wav");
    assertThat(Plans.fourLanguages().utterances())
        .as("a test clip of a training language: known, but in no stage")
        .anyMatch(u -> u.path().equals(unplanned.toAbsolutePath()));
    assertThatThrownBy(() -> source.read(unplanned))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("s1-sad-9.wav")
        .hasMessageContaining("TRAINING");
    assertThat(audit.record().clean()).isFalse();
  }

  @Test
  void read_upperBound_guardsOnlyItsTest() {
    Plan plan = Plans.plan("EN-DE", "upper-bound");
    AccessAudit ofUpperBound = AccessAudit.of(plan);
    AudioSource audited = ofUpperBound.auditing(Fakes.AUDIO_OF_NAME);
    audited.read(plan.training().get(0).path());
    assertThatThrownBy(() -> audited.read(plan.evaluation().get(0).path()))
        .isInstanceOf(IsolationViolation.class);
  }

  @Test
  void enter_trainingAfterTheFinalEvaluation_fails() {
    assertThat(audit.phase()).isEqualTo(Phase.TRAINING);
    audit.enter(Phase.FINAL_EVALUATION);
    audit.enter(Phase.FINAL_EVALUATION);
    assertThatThrownBy(() -> audit.enter(Phase.TRAINING))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("TRAINING");
    assertThat(audit.phase()).isEqualTo(Phase.FINAL_EVALUATION);
    assertThat(audit.record().clean()).isFalse();
  }

  @Test
  void record_targetClipAmongTheTraining_isFoundByContent() {
    AudioSource same = audit.auditing(file -> Fakes.AUDIO_OF_NAME.read(Path.of("/the/same")));
    same.read(PLAN.training().get(0).path());
    audit.enter(Phase.FINAL_EVALUATION);
    same.read(PLAN.evaluation().get(0).path());
    read(PLAN.evaluation().subList(1, 3));
    assertThat(audit.record().audio())
        .isEqualTo(
            new AuditRecord.AudioOverlap(
                1,
                3,
                List.of(PLAN.training().get(0).id() + " = " + PLAN.evaluation().get(0).id())));
  }

  @Test
  void logHash_order_matters() {
    List<Utterance> two = PLAN.training().subList(0, 2);
    read(two);
    String first = Sha256.of("\nTRAINING " + two.get(0).id());
    assertThat(audit.record().logHash())
        .isEqualTo(Sha256.of(first + "\nTRAINING " + two.get(1).id()));
    AccessAudit other = AccessAudit.of(PLAN);
    AudioSource audited = other.auditing(Fakes.AUDIO_OF_NAME);
    audited.read(two.get(1).path());
    audited.read(two.get(0).path());
    assertThat(other.record().logHash()).isNotEqualTo(audit.record().logHash());
  }

  @Test
  void resuming_fromJson_continuesCountsAndHash() throws IOException {
    List<Utterance> training = PLAN.training();
    read(training.subList(0, 5));
    AuditState stored = Json.mapper().readValue(Json.write(audit.state()), AuditState.class);
    assertThat(stored).isEqualTo(audit.state());
    assertThat(stored.record()).isEqualTo(audit.record());
    AccessAudit resumed = AccessAudit.resuming(PLAN, stored);
    AudioSource audited = resumed.auditing(Fakes.AUDIO_OF_NAME);
    training.subList(5, 9).forEach(u -> audited.read(u.path()));
    read(training.subList(5, 9));
    AuditRecord whole = audit.record();
    AuditRecord parts = resumed.record();
    assertThat(parts.opens()).isEqualTo(whole.opens()).isEqualTo(9);
    assertThat(parts.logHash()).isEqualTo(whole.logHash());
    assertThat(parts.opensByPhase()).isEqualTo(whole.opensByPhase());
    assertThat(parts.opensByStage()).isEqualTo(whole.opensByStage());
    assertThat(parts.opensByLanguage()).isEqualTo(whole.opensByLanguage());
    assertThat(parts.audio().seen()).isEqualTo(4);
  }

  @Test
  void resuming_afterTheTargetWasOpened_fails() {
    audit.enter(Phase.FINAL_EVALUATION);
    read(PLAN.evaluation());
    AuditState state = audit.state();
    assertThatThrownBy(() -> AccessAudit.resuming(PLAN, state))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("80 target accesses");
  }

  @Test
  void resuming_otherPlan_fails() {
    read(PLAN.training().subList(0, 5));
    AuditState state = audit.state();
    assertThatThrownBy(() -> AccessAudit.resuming(Plans.plan("IT-DE", "proposed"), state))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("Expected to resume a run of this plan")
        .hasMessageContaining("choose another --out");
  }

  @Test
  void resuming_clipWithOtherSamplesThanBefore_isRefused() {
    read(PLAN.training().subList(0, 5));
    AudioSource changed =
        AccessAudit.resuming(PLAN, audit.state())
            .auditing(file -> Fakes.AUDIO_OF_NAME.read(Path.of(file + " changed")));
    Path seenBefore = PLAN.training().get(4).path();
    assertThatThrownBy(() -> changed.read(seenBefore))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(PLAN.training().get(4).id())
        .hasMessageContaining("had earlier in this run");
    changed.read(PLAN.training().get(5).path()); // not opened before
  }

  @Test
  void read_otherSamplesThanTheManifestSays_isRefused() {
    Utterance clip = PLAN.training().get(0);
    String right = Sha256.of(Fakes.AUDIO_OF_NAME.read(clip.path()).samples());
    AccessAudit.of(Plans.smuggling(PLAN, hashed(clip, "x/right", right)))
        .auditing(Fakes.AUDIO_OF_NAME)
        .read(clip.path());
    // Two rows that lead to one file: one of them stands for something else.
    AudioSource wrong =
        AccessAudit.of(Plans.smuggling(PLAN, hashed(clip, "x/wrong", "0".repeat(64))))
            .auditing(Fakes.AUDIO_OF_NAME);
    assertThatThrownBy(() -> wrong.read(clip.path()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("x/wrong")
        .hasMessageContaining(clip.path().toString())
        .hasMessageContaining("audio_sha256 000000000000")
        .hasMessageContaining("found others (" + right.substring(0, 12))
        .hasMessageContaining("prepare the corpus again");
  }

  private static Utterance hashed(Utterance u, String id, String hash) {
    return new Utterance(
        id,
        u.corpus(),
        u.language(),
        u.speaker(),
        u.label(),
        u.split(),
        u.path(),
        u.seconds(),
        u.gender(),
        hash);
  }

  @Test
  void read_fromSeveralThreads_losesNothing() {
    List<Utterance> training = PLAN.training();
    List<Integer> order = new ArrayList<>(IntStream.range(0, 4000).boxed().toList());
    order.parallelStream().forEach(i -> source.read(training.get(i % training.size()).path()));
    assertThat(audit.record().opens()).isEqualTo(4000);
    assertThat(audit.record().audio().seen()).isEqualTo(192);
  }
}
