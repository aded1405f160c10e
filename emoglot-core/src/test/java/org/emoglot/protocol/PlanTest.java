package org.emoglot.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.Fakes;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {

  private static Set<String> languages(List<Utterance> utterances) {
    Set<String> codes = new TreeSet<>();
    utterances.forEach(u -> codes.add(u.language().code()));
    return codes;
  }

  @ParameterizedTest
  @CsvSource({
    "EN-DE, baseline1, en, 64, 8, 80",
    "EN-DE, baseline2, en it zh, 192, 24, 80",
    "EN-DE, proposed, en it zh, 192, 24, 80",
    "CN-IT, proposed-no-spkadv, de en zh, 192, 24, 80",
    "all-DE, proposed-no-supclr, en it zh, 192, 24, 80",
    "EN-DE, upper-bound, de, 64, 8, 8",
    "all-CN, upper-bound, zh, 64, 8, 8"
  })
  void of_taskAndSystem_givesEachStageItsUtterances(
      String task, String system, String languages, int training, int validation, int evaluation) {
    Plan plan = Plans.plan(task, system);
    assertThat(plan.training()).hasSize(training).allMatch(u -> u.split() == Split.TRAIN);
    assertThat(plan.validation()).hasSize(validation).allMatch(u -> u.split() == Split.VALIDATION);
    assertThat(plan.evaluation()).hasSize(evaluation);
    assertThat(plan.evaluationTest()).hasSize(8).allMatch(u -> u.split() == Split.TEST);
    assertThat(String.join(" ", languages(plan.training()))).isEqualTo(languages);
    assertThat(languages(plan.validation())).isEqualTo(languages(plan.training()));
    assertThat(languages(plan.evaluation()))
        .containsExactly(plan.task().target().orElseThrow().code());
    assertThat(plan.languages()).extracting(Object::toString).containsExactly(languages.split(" "));
    assertThat(plan.of(Stage.TRAINING)).isSameAs(plan.training());
    assertThat(plan.of(Stage.VALIDATION)).isSameAs(plan.validation());
    assertThat(plan.of(Stage.EVALUATION)).isSameAs(plan.evaluation());
    assertThat(IsolationCheck.of(plan).zeroShot()).isEqualTo(plan.system().zeroShot());
  }

  @Test
  void speakers_ofTraining_areSortedAndUniqueOverCorpora() {
    assertThat(Plans.plan("EN-DE", "baseline2").speakers())
        .containsExactly(
            "casia:s1", "casia:s2", "emovo:s1", "emovo:s2", "ravdess:s1", "ravdess:s2");
    assertThat(Plans.plan("EN-DE", "baseline2").targetCorpora()).containsExactly("emodb");
  }

  @Test
  void of_secondCorpusOfTheTarget_isEvaluatedNotTrainedOn() {
    List<Utterance> utterances = new ArrayList<>(Plans.fourLanguages().utterances());
    utterances.addAll(Fakes.corpus("other-german", "de"));
    Plan plan =
        Plan.of(
            Task.parse("all-DE"),
            TrainingSystem.BASELINE2,
            LabelSet.FOUR,
            new Manifest(utterances));
    assertThat(plan.targetCorpora()).containsExactly("emodb", "other-german");
    assertThat(languages(plan.training())).doesNotContain("de");
    assertThat(plan.evaluation()).hasSize(160);
  }

  @Test
  void of_allLanguages_trainsOnEachAndMeasuresOnNone() {
    Plan plan = Plans.plan("all", "proposed");

    assertThat(languages(plan.training())).containsExactly("de", "en", "it", "zh");
    assertThat(languages(plan.validation())).containsExactly("de", "en", "it", "zh");
    assertThat(plan.evaluation()).isEmpty();
    assertThat(plan.targetCorpora()).isEmpty();
    assertThat(plan.zeroShot()).isFalse();
    assertThat(IsolationCheck.of(plan).zeroShot()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"upper-bound, a target language", "baseline1, a source language"})
  void of_allLanguagesForASystemOfOne_isRefused(String system, String lacks) {
    assertThatThrownBy(() -> Plans.plan("all", system))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(lacks)
        .hasMessageContaining("found all");
  }

  @Test
  void of_baseline1WithoutSource_isRefused() {
    assertThatThrownBy(() -> Plans.plan("all-DE", "baseline1"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("source language")
        .hasMessageContaining("baseline1")
        .hasMessageContaining("all-DE");
  }

  @ParameterizedTest
  @CsvSource({
    "EN-FR, 'language fr, the target of EN-FR, found manifests of de, en, it, zh'",
    "FR-EN, 'language fr, the source of FR-EN, found manifests of de, en, it, zh'"
  })
  void of_languageWithoutManifest_listsTheOthers(String task, String message) {
    assertThatThrownBy(() -> Plans.plan(task, "proposed"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  private static Plan of(String system, List<Utterance> utterances) {
    return Plan.of(
        Task.parse("all-DE"), TrainingSystem.of(system), LabelSet.FOUR, new Manifest(utterances));
  }

  @Test
  void of_onlyTheTarget_isRefusedUnlessUpperBound() {
    assertThatThrownBy(() -> of("proposed", Fakes.corpus("emodb", "de")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("besides the target of all-DE")
        .hasMessageContaining("only [de]");
    assertThat(of("upper-bound", Fakes.corpus("emodb", "de")).training()).hasSize(64);
  }

  @ParameterizedTest
  @CsvSource({"baseline2, VALIDATION, en", "baseline2, TRAIN, en", "upper-bound, TEST, de"})
  void of_missingPart_isRefused(String system, Split missing, String language) {
    List<Utterance> utterances =
        Plans.fourLanguages().utterances().stream()
            .filter(u -> !(u.split() == missing && u.language().code().equals(language)))
            .toList();
    assertThatThrownBy(() -> of(system, utterances))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("split " + missing.id())
        .hasMessageContaining("language " + language);
  }

  @Test
  void of_labelOutsideTheSet_isRefused() {
    List<Utterance> utterances = new ArrayList<>(Plans.fourLanguages().utterances());
    utterances.add(Fakes.utterance("emovo", "it", "s9", "fear", Split.TRAIN, 1));
    assertThatThrownBy(() -> of("baseline2", utterances))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'fear' of emovo/s9-fear-1");
  }

  @Test
  void of_labelThatNoTrainingHas_isRefused() {
    List<Utterance> utterances = new ArrayList<>(Plans.fourLanguages().utterances());
    utterances.removeIf(
        u -> u.label().equals("sad") && u.split() == Split.TRAIN && !u.corpus().equals("emodb"));
    assertThatThrownBy(() -> of("baseline2", utterances))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found none of 'sad' in the training splits of en, it, zh");
    utterances.add(Fakes.utterance("emovo", "it", "s9", "sad", Split.TRAIN, 1));
    assertThat(of("baseline2", utterances).training()).as("one language is enough").hasSize(145);
  }

  @Test
  void hash_samePlan_isTheSameAndOtherwiseDiffers() {
    String hash = Plans.plan("EN-DE", "baseline2").hash();
    assertThat(Plans.plan("en-de", "baseline2").hash()).isEqualTo(hash);
    assertThat(
            Set.of(
                hash,
                Plans.plan("EN-DE", "proposed").hash(),
                Plans.plan("all-DE", "baseline2").hash(),
                Plans.plan("EN-IT", "baseline2").hash()))
        .hasSize(4);
  }

  @Test
  void hash_whatDecidesWhatIsLearned_changesItAndWhereAFileLiesDoesNot() {
    Plan plan = Plans.plan("EN-DE", "proposed");
    Utterance u = plan.training().get(0);
    Set<String> hashes = new HashSet<>();
    hashes.add(plan.hash());
    for (Utterance edited :
        List.of(
            with(u, u.id() + "x", u.corpus(), u.language(), u.speaker(), u.label(), ""),
            with(u, u.id(), "another", u.language(), u.speaker(), u.label(), ""),
            with(u, u.id(), u.corpus(), new Language("ur"), u.speaker(), u.label(), ""),
            with(u, u.id(), u.corpus(), u.language(), "another", u.label(), ""),
            with(u, u.id(), u.corpus(), u.language(), u.speaker(), "sad", ""),
            with(u, u.id(), u.corpus(), u.language(), u.speaker(), u.label(), "0".repeat(64)),
            with(u, u.id(), u.corpus(), u.language(), u.speaker(), u.label(), "1".repeat(64)),
            // a tab in a speaker is no new column
            with(u, u.id(), u.corpus(), u.language(), "a\tneutral", "sad", ""),
            with(u, u.id(), u.corpus(), u.language(), "a", "neutral\tsad", ""))) {
      assertThat(hashes.add(replacing(plan, edited).hash())).as(edited.toString()).isTrue();
      assertThat(replacing(plan, edited).contentHash()).isNotEqualTo(plan.contentHash());
    }
    assertThat(hashes.add(replacing(plan, u.in(Split.TEST)).hash())).isTrue();
    Utterance moved =
        new Utterance(
            u.id(),
            u.corpus(),
            u.language(),
            u.speaker(),
            u.label(),
            u.split(),
            Path.of("/elsewhere/x.wav"),
            u.seconds());
    assertThat(replacing(plan, moved).hash()).isEqualTo(plan.hash());
  }

  private static Plan replacing(Plan plan, Utterance first) {
    List<Utterance> training = new ArrayList<>(plan.training());
    training.set(0, first);
    return new Plan(
        plan.task(), plan.system(), plan.labels(), training, plan.validation(), plan.evaluation());
  }

  private static Utterance with(
      Utterance u,
      String id,
      String corpus,
      Language language,
      String speaker,
      String label,
      String hash) {
    return new Utterance(
        id, corpus, language, speaker, label, u.split(), u.path(), u.seconds(), u.gender(), hash);
  }
}
