package org.emoglot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorersTest {

  @TempDir static Path folder;

  /** An engine that opens every folder, or none. */
  private record Engine(String engine, boolean opens) implements ScorerProvider {
    @Override
    public boolean canOpen(Path folder) {
      return opens;
    }

    @Override
    public Scorer open(Path folder, ScorerOptions options) {
      if (!opens) {
        throw new InvalidInputException("Refused by " + engine);
      }
      return new LoudnessScorer();
    }
  }

  @Test
  void open_asksTheFirstEngineThatCan() {
    assertThat(
            Scorers.open(
                folder,
                ScorerOptions.DEFAULT,
                List.of(new Engine("a", false), new Engine("b", true))))
        .isInstanceOf(LoudnessScorer.class);
  }

  @Test
  void open_whatNoEngineOpens_isRefusedByTheFirst() {
    assertThatThrownBy(
            () ->
                Scorers.open(
                    folder,
                    ScorerOptions.DEFAULT,
                    List.of(new Engine("a", false), new Engine("b", false))))
        .hasMessage("Refused by a");
  }

  @Test
  void open_withoutAnEngine_saysWhatIsMissing() {
    assertThatThrownBy(() -> EmotionClassifier.load(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Expected an engine that runs the model " + folder)
        .hasMessageContaining("add emoglot-model");
  }

  @Test
  void open_noFolder_isRefusedBeforeAnEngineIsAsked() {
    Path none = folder.resolve("none");
    assertThatThrownBy(
            () -> Scorers.open(none, ScorerOptions.DEFAULT, List.of(new Engine("a", true))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected the folder of a saved model at %s, found no folder there.", none);
  }
}
