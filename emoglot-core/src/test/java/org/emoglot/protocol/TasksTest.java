package org.emoglot.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TasksTest {

  @ParameterizedTest
  @CsvSource({
    "EN-DE, EN-DE, en, de",
    "cn-de, ZH-DE, zh, de",
    "de-CN, DE-ZH, de, zh",
    "all-DE, all-DE, '', de",
    "ALL-it, all-IT, '', it"
  })
  void parse_task_givesSourceAndTarget(String text, String id, String source, String target) {
    Task task = Task.parse(text);
    assertThat(task.id()).isEqualTo(id);
    assertThat(task.source().map(Language::code).orElse("")).isEqualTo(source);
    assertThat(task.target()).contains(Language.of(target));
    assertThat(Task.parse(id)).isEqualTo(task).hasSameHashCodeAs(task).hasToString(id);
    assertThat(task).isNotEqualTo(Task.parse("fr-es"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", " ALL "})
  void parse_all_hasNoTarget(String text) {
    Task task = Task.parse(text);
    assertThat(task.target()).isEmpty();
    assertThat(task.source()).isEmpty();
    assertThat(task).hasToString("all").isNotEqualTo(Task.parse("all-DE"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EN", "EN-DE-FR", "", "english-DE", "EN-all", "DE-DE", "CN-ZH", "1-2"})
  void parse_otherText_isRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Task.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("EN-DE")
        .hasMessageContaining("'" + text + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "baseline1, SOURCE, RANDOM, false, false, true",
    "baseline2, ALL_BUT_TARGET, RANDOM, false, false, true",
    "proposed, ALL_BUT_TARGET, HIERARCHICAL, true, true, true",
    "proposed-no-spkadv, ALL_BUT_TARGET, HIERARCHICAL, true, false, true",
    "proposed-no-supclr, ALL_BUT_TARGET, HIERARCHICAL, false, true, true",
    "upper-bound, TARGET, RANDOM, false, false, false"
  })
  void system_asThePaperDescribesIt(
      String id,
      TrainingSystem.Trains trains,
      TrainingSystem.Batches batches,
      boolean contrastive,
      boolean adversarial,
      boolean zeroShot) {
    TrainingSystem system = TrainingSystem.of(id);
    assertThat(system.trains()).isEqualTo(trains);
    assertThat(system.batches()).isEqualTo(batches);
    assertThat(system.terms().contains("contrastive")).isEqualTo(contrastive);
    assertThat(system.terms().contains("speaker")).isEqualTo(adversarial);
    assertThat(system.zeroShot()).isEqualTo(zeroShot);
    assertThat(system).hasToString(id);
  }

  @ParameterizedTest
  @CsvSource({
    "baseline2-balanced, RANDOM, balancedCrossEntropy, BASELINE2",
    "proposed-prototypes, HIERARCHICAL, crossEntropy prototypes speaker, PROPOSED"
  })
  void system_thatIsNotThePapers_variesOneThatIs(
      String id, TrainingSystem.Batches batches, String terms, TrainingSystem base) {
    TrainingSystem system = TrainingSystem.of(id);
    assertThat(system.trains()).isEqualTo(TrainingSystem.Trains.ALL_BUT_TARGET);
    assertThat(system.batches()).isEqualTo(batches);
    assertThat(system.terms()).containsExactly(terms.split(" "));
    assertThat(system.varies()).contains(base);
    assertThat(TrainingSystem.ofThePaper()).hasSize(6).doesNotContain(system);
  }

  @Test
  void varies_systemOfTheSameBatches_isTheMethodOrTheBaseline() {
    assertThat(TrainingSystem.PROPOSED_NO_SPKADV.varies()).contains(TrainingSystem.PROPOSED);
    assertThat(TrainingSystem.PROPOSED_NO_SUPCLR.varies()).contains(TrainingSystem.PROPOSED);
    assertThat(
            List.of(
                TrainingSystem.BASELINE1,
                TrainingSystem.BASELINE2,
                TrainingSystem.PROPOSED,
                TrainingSystem.UPPER_BOUND))
        .allSatisfy(system -> assertThat(system.varies()).isEmpty());
  }

  @Test
  void system_unknown_namesTheSix() {
    assertThatThrownBy(() -> TrainingSystem.of("Proposed"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "baseline1, baseline2, proposed, proposed-no-spkadv, proposed-no-supclr, upper-bound")
        .hasMessageContaining("'Proposed'");
  }
}
