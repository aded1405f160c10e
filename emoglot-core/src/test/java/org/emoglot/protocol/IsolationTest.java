package org.emoglot.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.Fakes;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.io.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsolationTest {

  private static final Plan PLAN = Plans.plan("EN-DE", "proposed");

  @Test
  void isolation_cleanPlan_saysWhatWasCompared() {
    assertThat(IsolationCheck.of(PLAN).checks())
        .containsExactly(
            new IsolationCheck.Check("language", 3, 1),
            new IsolationCheck.Check("corpus", 3, 1),
            new IsolationCheck.Check("utterance id", 216, 80),
            new IsolationCheck.Check("audio file", 216, 80));
    assertThat(IsolationCheck.of(Plans.plan("EN-DE", "upper-bound")).checks())
        .containsExactly(
            new IsolationCheck.Check("utterance id", 72, 8),
            new IsolationCheck.Check("audio file", 72, 8));
  }

  private static Utterance copy(Utterance u, String id, String corpus, String language, Path path) {
    return new Utterance(
        id, corpus, Language.of(language), u.speaker(), u.label(), Split.TRAIN, path, u.seconds());
  }

  @ParameterizedTest
  @CsvSource({
    "other/x, other, de, language of the target de",
    "other/x, emodb, en, corpus of the target de",
    "emodb/s1-sad-0, other, en, utterance id of the target de",
    "other/x, other, en, audio file of the target de"
  })
  void isolation_smuggledTarget_isFound(String id, String corpus, String language, String found) {
    Utterance target =
        PLAN.evaluation().stream().filter(u -> u.id().equals("emodb/s1-sad-0")).findFirst().get();
    Plan smuggling = Plans.smuggling(PLAN, copy(target, id, corpus, language, target.path()));
    assertThatThrownBy(() -> IsolationCheck.of(smuggling))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining(found)
        .hasMessageContaining(id);
  }

  @Test
  void isolation_targetBehindALink_isFound(@TempDir Path folder) throws IOException {
    Utterance target = PLAN.evaluation().get(0);
    Path real = Files.createFile(folder.resolve("target.wav"));
    Path link = Files.createSymbolicLink(folder.resolve("harmless.wav"), real);
    Plan plan =
        new Plan(
            PLAN.task(),
            PLAN.system(),
            PLAN.labels(),
            List.of(copy(target, "other/x", "other", "en", link)),
            List.of(),
            List.of(copy(target, target.id(), target.corpus(), "de", real)));
    assertThatThrownBy(() -> IsolationCheck.of(plan))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("audio file")
        .hasMessageContaining("target.wav (other/x)");
  }

  @Test
  void isolation_targetLanguageWithoutEvaluation_isFound() {
    Plan plan =
        new Plan(
            PLAN.task(),
            PLAN.system(),
            PLAN.labels(),
            List.of(Fakes.utterance("other", "de", "s", "sad", Split.TRAIN, 1)),
            List.of(),
            List.of());
    assertThatThrownBy(() -> IsolationCheck.of(plan)).isInstanceOf(IsolationViolation.class);
  }

  @Test
  void isolation_upperBoundTrainedOnItsTest_isFound() {
    Plan plan = Plans.plan("EN-DE", "upper-bound");
    Plan leaking = Plans.smuggling(plan, plan.evaluation().get(0));
    assertThatThrownBy(() -> IsolationCheck.of(leaking))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("utterance id");
  }

  /** The utterance with a hash of its audio. */
  private static Utterance hashed(Utterance u, String audioHash) {
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
        audioHash);
  }

  /** The plan with one hash for all of training, and one for all of evaluation. */
  private static Plan hashed(Plan plan, String ofTraining, String ofEvaluation) {
    return new Plan(
        plan.task(),
        plan.system(),
        plan.labels(),
        plan.training().stream().map(u -> hashed(u, ofTraining)).toList(),
        plan.validation(),
        plan.evaluation().stream().map(u -> hashed(u, ofEvaluation)).toList());
  }

  @Test
  void isolation_targetAudioUnderAnotherName_isFoundByItsHash() {
    assertThatThrownBy(() -> IsolationCheck.of(hashed(PLAN, "same", "same")))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("audio content of the target de")
        .hasMessageContaining("found same (" + PLAN.training().get(0).id() + ")");
    assertThat(IsolationCheck.of(hashed(PLAN, "one", "other")).checks())
        .contains(new IsolationCheck.Check("audio content", 1, 1));
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "one, ''", "'', other"})
  void isolation_oneSideWithoutHashes_isNotCalledCompared(String ofTraining, String ofEvaluation) {
    assertThat(IsolationCheck.of(hashed(PLAN, ofTraining, ofEvaluation)).checks())
        .isEqualTo(IsolationCheck.of(PLAN).checks());
  }

  @Test
  void isolation_upperBoundOnACorpusThatHoldsAClipTwice_isAllowed() {
    Plan plan = Plans.plan("EN-DE", "upper-bound");
    assertThat(IsolationCheck.of(hashed(plan, "same", "same"))).isEqualTo(IsolationCheck.of(plan));
  }

  private static HeardDeclaration heard(String corpus, String language, boolean labelled) {
    return HeardDeclaration.of(List.of(new HeardCorpus(corpus, Language.of(language), labelled)));
  }

  @ParameterizedTest
  @CsvSource({
    "emovo, it, true, UNHEARD, ''",
    "voxpopuli, de, false, LANGUAGE_HEARD, language heard unlabelled"
  })
  void heard_nothingOfTheTargetCorpus_isMarked(
      String corpus, String language, boolean labelled, HeardCheck.Mark mark, String text) {
    HeardCheck check = HeardCheck.of(PLAN, heard(corpus, language, labelled), Set.of());
    assertThat(check.mark()).isEqualTo(mark);
    assertThat(check.mark().text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "emodb, de, true, HEARD",
    "emodb, de, false, HEARD_UNLABELLED",
    "emodb, en, false, HEARD_UNLABELLED",
    "other-german, de, true, HEARD"
  })
  void heard_target_isRefusedUnlessAllowedByName(
      String corpus, String language, boolean labelled, HeardCheck.Mark mark) {
    HeardDeclaration declaration = heard(corpus, language, labelled);
    assertThatThrownBy(() -> HeardCheck.of(PLAN, declaration, Set.of("something-else")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("EN-DE")
        .hasMessageContaining(corpus);
    assertThat(HeardCheck.of(PLAN, declaration, Set.of(corpus)))
        .isEqualTo(new HeardCheck(mark, declaration.heard()));
    assertThat(HeardCheck.of(Plans.plan("EN-DE", "upper-bound"), declaration, Set.of()).mark())
        .isEqualTo(mark);
  }

  @Test
  void heard_severalFindings_marksTheStrongest() {
    HeardDeclaration declaration =
        HeardDeclaration.of(
            List.of(
                new HeardCorpus("voxpopuli", Language.of("de"), false),
                new HeardCorpus("emodb", Language.of("de"), true),
                new HeardCorpus("emovo", Language.of("it"), true)));
    HeardCheck check = HeardCheck.of(PLAN, declaration, Set.of("emodb"));
    assertThat(check.mark()).isEqualTo(HeardCheck.Mark.HEARD);
    assertThat(check.heard()).hasSize(2);
  }

  @Test
  void heard_undeclared_isMarkedAndNothingIsNot() {
    assertThat(HeardCheck.of(PLAN, HeardDeclaration.UNDECLARED, Set.of()).mark())
        .isEqualTo(HeardCheck.Mark.UNDECLARED);
    assertThat(HeardCheck.of(PLAN, HeardDeclaration.NOTHING, Set.of()).mark())
        .isEqualTo(HeardCheck.Mark.UNHEARD);
  }

  @Test
  void heard_undeclaredAndTrained_isHeardInWhatIsKnown() {
    HeardDeclaration trained =
        HeardDeclaration.UNDECLARED.and(heard("ravdess", "en", true).heard());
    Utterance target = PLAN.evaluation().get(0);
    Utterance source = copy(target, "ravdess/x", "ravdess", "en", target.path());
    assertThat(HeardCheck.of(List.of(target), trained).mark())
        .isEqualTo(HeardCheck.Mark.UNDECLARED);
    assertThat(HeardCheck.of(List.of(target, source), trained).mark())
        .isEqualTo(HeardCheck.Mark.HEARD);
  }

  private static HeardDeclaration read(String json) throws JsonProcessingException {
    return HeardDeclaration.of(Json.mapper().readTree(json));
  }

  @Test
  void declaration_json_isReadAsWritten() throws JsonProcessingException {
    HeardDeclaration declaration = heard("voxpopuli", "de", false);
    assertThat(read("{\"heard\": " + Json.write(declaration.toJson()) + "}"))
        .isEqualTo(declaration);
    assertThat(read("{\"heard\": []}")).isEqualTo(HeardDeclaration.NOTHING);
    assertThat(read("{\"model_type\": \"wav2vec2\"}")).isEqualTo(HeardDeclaration.UNDECLARED);
    assertThat(read("{\"heard\": null}")).isEqualTo(HeardDeclaration.UNDECLARED);
    assertThat(
            read("{\"heard\": " + Json.write(declaration.toJson()) + ", \"heard_is_all\": false}"))
        .isEqualTo(new HeardDeclaration(false, declaration.heard()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"voxpopuli\"",
        "[\"voxpopuli\"]",
        "[{\"corpus\": \"x\", \"language\": \"de\"}]",
        "[{\"corpus\": 1, \"language\": \"de\", \"labelled\": true}]",
        "[{\"corpus\": \"x\", \"language\": \"german\", \"labelled\": true}]"
      })
  void declaration_otherForm_isRefused(String json) {
    assertThatThrownBy(() -> read("{\"heard\": " + json + "}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Expected");
  }
}
