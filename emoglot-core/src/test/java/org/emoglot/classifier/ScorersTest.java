package org.emoglot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorersTest {

  @TempDir static Path folder;

  private static final List<String> OPENED = new ArrayList<>();

  /** An engine that opens every folder, or none. */
  private record Engine(String engine, boolean opens, boolean isPreferred)
      implements ScorerProvider {

    Engine(String engine, boolean opens) {
      this(engine, opens, false);
    }

    @Override
    public String id() {
      return engine;
    }

    @Override
    public boolean supports(ScorerOptions options) {
      return options.isPlain() || !isPreferred;
    }

    @Override
    public boolean canOpen(Path folder) {
      return opens;
    }

    @Override
    public Scorer open(Path folder, ScorerOptions options) {
      if (!opens) {
        throw new InvalidInputException("Refused by " + engine);
      }
      OPENED.add(engine);
      return new LoudnessScorer();
    }
  }

  /** An engine whose libraries do not load. */
  private record Broken(Error failure, boolean opens) implements ScorerProvider {
    @Override
    public String engine() {
      return "broken";
    }

    @Override
    public String id() {
      return engine();
    }

    @Override
    public void prepare() {
      throw failure;
    }

    @Override
    public boolean canOpen(Path folder) {
      return opens;
    }

    @Override
    public Scorer open(Path folder, ScorerOptions options) {
      throw failure;
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
  void open_severalThatCan_asksThePreferredOneUnlessTheOptionsSayOtherwise() {
    List<ScorerProvider> engines = List.of(new Engine("a", true), new Engine("b", true, true));
    OPENED.clear();

    Scorers.open(folder, ScorerOptions.DEFAULT, engines).close();
    Scorers.open(folder, ScorerOptions.DEFAULT.withEngine("a"), engines).close();
    Scorers.open(folder, ScorerOptions.DEFAULT.withPrecision("bf16"), engines).close();

    assertThat(OPENED).containsExactly("b", "a", "a");
  }

  @Test
  void open_anEngineThatIsNotThere_isRefusedWithThoseThatAre() {
    assertThatThrownBy(
            () ->
                Scorers.open(
                    folder,
                    ScorerOptions.DEFAULT.withEngine("abacus"),
                    List.of(new Engine("a", true), new Engine("b", true))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected an engine among a, b, which are on the class path, found 'abacus'.");
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
  void open_whenTheEngineDoesNotLoad_throwsWhatItThrew() {
    UnsatisfiedLinkError broken = new UnsatisfiedLinkError("no engine here");

    assertThatThrownBy(
            () -> Scorers.open(folder, ScorerOptions.DEFAULT, List.of(new Broken(broken, true))))
        .isSameAs(broken);
  }

  @Test
  void open_byTheSecondEngine_doesNotNeedTheFirst() {
    UnsatisfiedLinkError broken = new UnsatisfiedLinkError("no engine here");
    ScorerProvider first = new Broken(broken, false);

    assertThat(Scorers.open(folder, ScorerOptions.DEFAULT, List.of(first, new Engine("b", true))))
        .isInstanceOf(LoudnessScorer.class);
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
