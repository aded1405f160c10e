package org.emoglot.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.corpus.Fakes;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few labelled utterances of the target are permitted, and exactly these. */
class ShotsTest {

  private static final Predicate<Utterance> GERMAN = u -> u.language().code().equals("de");
  private static final Plan TWO = plan("EN-DE", "proposed", 2, 1);

  private static Plan plan(String task, String system, int shots, long seed) {
    return plan(task, system, shots, seed, Plans.fourLanguages());
  }

  private static Plan plan(String task, String system, int shots, long seed, Manifest manifest) {
    return Plan.of(
        Task.parse(task), TrainingSystem.of(system), LabelSet.FOUR, manifest, shots, seed);
  }

  @ParameterizedTest
  @CsvSource({"EN-DE, baseline1, 64", "EN-DE, proposed, 192", "all-DE, baseline2, 192"})
  void of_twoShots_addsTwoOfEachEmotionAndMeasuresOutsideTheTrainingSplit(
      String task, String system, int others) {
    Plan plan = plan(task, system, 2, 1);

    assertThat(plan.training()).hasSize(others + 8).containsAll(plan.shots().utterances());
    assertThat(plan.training()).filteredOn(GERMAN).isEqualTo(plan.shots().utterances());
    assertThat(plan.shots().utterances()).allMatch(u -> u.split() == Split.TRAIN);
    for (String label : LabelSet.FOUR.names()) {
      assertThat(plan.shots().utterances()).filteredOn(u -> u.label().equals(label)).hasSize(2);
    }
    assertThat(plan.validation()).as("the best weights are chosen without").noneMatch(GERMAN);
    assertThat(plan.evaluation()).hasSize(16).allMatch(GERMAN);
    assertThat(plan.evaluation()).noneMatch(u -> u.split() == Split.TRAIN);
    assertThat(plan.evaluation()).isEqualTo(plan(task, system, 0, 1).evaluationHeldOut());
    assertThat(plan.zeroShot()).isFalse();
    assertThat(plan.transfers()).isTrue();
  }

  @Test
  void of_noShots_isThePlanThatNeverKnewOfThem() {
    assertThat(plan("EN-DE", "proposed", 0, 5)).isEqualTo(Plans.plan("EN-DE", "proposed"));
    assertThat(plan("EN-DE", "proposed", 0, 5).hash())
        .isEqualTo(Plans.plan("EN-DE", "proposed").hash());
  }

  @Test
  void of_oneSeed_drawsTheSameAndFewerAmongMore() {
    assertThat(plan("EN-DE", "baseline1", 2, 1).shots()).isEqualTo(TWO.shots());
    assertThat(plan("EN-DE", "proposed", 4, 1).shots().utterances())
        .containsAll(TWO.shots().utterances());
    assertThat(plan("EN-DE", "proposed", 1, 1).shots().utterances())
        .isSubsetOf(TWO.shots().utterances());
    assertThat(plan("EN-DE", "proposed", 2, 2).shots().utterances())
        .isNotEqualTo(TWO.shots().utterances());
  }

  @Test
  void hash_ofShots_dependsOnWhichTheyAre() {
    assertThat(
            Set.of(
                TWO.hash(),
                plan("EN-DE", "proposed", 2, 2).hash(),
                plan("EN-DE", "proposed", 1, 1).hash(),
                plan("EN-DE", "proposed", 0, 1).hash()))
        .hasSize(4);
    assertThat(plan("EN-DE", "proposed", 2, 1).hash()).isEqualTo(TWO.hash());
  }

  @Test
  void of_moreShotsThanThereAre_saysHowManyThereAre() {
    List<Utterance> fewer =
        Plans.fourLanguages().utterances().stream()
            .filter(u -> !u.id().equals("emodb/s1-sad-0"))
            .toList();

    assertThat(plan("EN-DE", "proposed", 15, 1, new Manifest(fewer)).shots().utterances())
        .hasSize(60);
    assertThatThrownBy(() -> plan("EN-DE", "proposed", 16, 1, new Manifest(fewer)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at least 16 utterances of every emotion")
        .hasMessageContaining("found 15 of sad");
  }

  @ParameterizedTest
  @CsvSource({"all, proposed, 1", "all-DE, upper-bound, 1", "all-DE, proposed, -1"})
  void of_shotsThatMakeNoSense_areRefused(String task, String system, int shots) {
    assertThatThrownBy(() -> plan(task, system, shots, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("shots");
  }

  @Test
  void of_aClipThatIsAlsoMeasuredOn_isNeverDrawn() {
    List<Utterance> utterances = new ArrayList<>();
    for (Utterance u : Plans.fourLanguages().utterances()) {
      // of every speaker and emotion, the first training clip is the test clip once more
      boolean twin = GERMAN.test(u) && (u.id().endsWith("-0") || u.id().endsWith("-9"));
      utterances.add(
          hashed(u, twin ? u.speaker() + u.label() : u.id().replaceAll("[^a-z0-9]", "")));
    }
    Set<String> drawn = new HashSet<>();
    for (long seed = 0; seed < 40; seed++) {
      Plan plan = plan("EN-DE", "proposed", 3, seed, new Manifest(utterances));
      IsolationCheck.of(plan);
      drawn.addAll(plan.shots().ids());
    }
    assertThat(drawn).hasSize(4 * 2 * 7).noneMatch(id -> id.endsWith("-0"));
    assertThatThrownBy(() -> plan("EN-DE", "proposed", 15, 1, new Manifest(utterances)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found 14 of neutral");
  }

  private static Utterance hashed(Utterance u, String hash) {
    return new Utterance(
        u.id(),
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
  void isolation_ofShots_isOfAllThatIsBesideThem() {
    IsolationCheck check = IsolationCheck.of(TWO);

    assertThat(check.zeroShot()).isFalse();
    assertThat(check.checks())
        .containsExactly(
            new IsolationCheck.Check("language beside the shots", 3, 1),
            new IsolationCheck.Check("corpus beside the shots", 3, 1),
            new IsolationCheck.Check("utterance id", 224, 16),
            new IsolationCheck.Check("audio file", 224, 16));
  }

  /** The target's training utterances that were not drawn. */
  private static Utterance notDrawn() {
    return Plans.fourLanguages().utterances().stream()
        .filter(GERMAN.and(u -> u.split() == Split.TRAIN))
        .filter(u -> !TWO.shots().utterances().contains(u))
        .findFirst()
        .orElseThrow();
  }

  private static Plan with(List<Utterance> training, Shots shots) {
    return new Plan(
        TWO.task(),
        TWO.system(),
        TWO.labels(),
        training,
        TWO.validation(),
        TWO.evaluation(),
        shots);
  }

  private static Plan smuggling(Utterance utterance) {
    List<Utterance> training = new ArrayList<>(TWO.training());
    training.add(utterance);
    return with(training, TWO.shots());
  }

  @Test
  void isolation_aTargetClipThatIsNoShot_isFound() {
    assertThatThrownBy(() -> IsolationCheck.of(smuggling(notDrawn())))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("language beside the shots")
        .hasMessageContaining(notDrawn().id());
  }

  @Test
  void isolation_anUnshotClipOfTheTargetCorpusInAnotherLanguage_isFound() {
    Utterance u = notDrawn();
    Utterance english =
        new Utterance(
            "emodb/x",
            u.corpus(),
            Language.of("en"),
            "s",
            "sad",
            Split.TRAIN,
            u.path().resolveSibling("x.wav"),
            1);
    assertThatThrownBy(() -> IsolationCheck.of(smuggling(english)))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("corpus beside the shots");
  }

  @Test
  void isolation_shotsFromAnotherSplitOrLanguage_areFound() {
    Utterance validation =
        TWO.evaluation().stream()
            .filter(u -> u.split() == Split.VALIDATION)
            .findFirst()
            .orElseThrow();
    Utterance english = Fakes.utterance("ravdess", "en", "s1", "sad", Split.TRAIN, 0);
    for (Utterance shot : List.of(validation, english)) {
      Plan plan = with(TWO.training(), new Shots(1, List.of(shot)));
      assertThatThrownBy(() -> IsolationCheck.of(plan)).isInstanceOf(IsolationViolation.class);
    }
    Plan measured =
        new Plan(
            TWO.task(),
            TWO.system(),
            TWO.labels(),
            TWO.training(),
            TWO.validation(),
            TWO.shots().utterances(),
            TWO.shots());
    assertThatThrownBy(() -> IsolationCheck.of(measured))
        .as("measured on what was learned from")
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("utterance id");
  }

  @Test
  void audit_ofShots_opensTheseAndNoOtherClipOfTheTarget() {
    AccessAudit audit = AccessAudit.of(TWO);
    AudioSource source = audit.auditing(Fakes.AUDIO_OF_NAME);

    TWO.training().forEach(u -> source.read(u.path()));

    assertThat(audit.record().opensByLanguage().get("TRAINING"))
        .containsEntry("de", 8L)
        .containsEntry("en", 64L);
    assertThat(audit.record().target()).isEqualTo(AuditRecord.TargetOpens.NONE);
    for (Utterance other : List.of(notDrawn(), TWO.evaluation().get(0))) {
      assertThatThrownBy(() -> source.read(other.path())).isInstanceOf(IsolationViolation.class);
    }
    assertThat(audit.record().violations()).hasSize(2);
  }

  @Test
  void audit_aTargetClipAmongTheTrainingThatIsNoShot_fails() {
    Utterance smuggled = notDrawn();
    AccessAudit audit = AccessAudit.of(smuggling(smuggled));

    assertThatThrownBy(() -> audit.auditing(Fakes.AUDIO_OF_NAME).read(smuggled.path()))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("except the shots")
        .hasMessageContaining(smuggled.id());
    assertThat(audit.record().clean()).isFalse();
  }

  @Test
  void heard_targetWithLabels_isRefusedForFewShotToo() {
    HeardDeclaration declaration =
        HeardDeclaration.of(List.of(new HeardCorpus("emodb", Language.of("de"), true)));

    assertThatThrownBy(() -> HeardCheck.of(TWO, declaration, Set.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("emodb");
  }
}
