package org.emoglot.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;

class TrainingSystemTest {

  @Test
  void of_severalIds_givesEachSystemOnce() {
    assertThat(TrainingSystem.of(List.of("proposed", " baseline2-balanced ", "proposed")))
        .containsExactly(TrainingSystem.PROPOSED, TrainingSystem.BASELINE2_BALANCED);
  }

  @Test
  void of_allOrNone_isThePaper() {
    assertThat(TrainingSystem.of(List.of())).isEqualTo(TrainingSystem.ofThePaper());
    assertThat(TrainingSystem.of(List.of("proposed", "all")))
        .containsExactlyInAnyOrderElementsOf(TrainingSystem.ofThePaper());
  }

  @Test
  void of_unknownId_namesTheSystems() {
    assertThatThrownBy(() -> TrainingSystem.of(List.of("mine")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("baseline1", "upper-bound", "'mine'");
  }
}
