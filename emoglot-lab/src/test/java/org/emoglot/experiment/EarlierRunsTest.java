package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that version 0.1 finished, before encoders had families, are read as they were. */
class EarlierRunsTest {

  @ParameterizedTest
  @ValueSource(strings = {"statistics", "mini", "wav2vec2", "adapters"})
  void read_finishedRunOfBefore_hasItsSettingsAndFigures(String name) throws Exception {
    Path folder = folder(name);
    RunRecord run = RunRecord.read(folder.resolve(RunRecord.FILE), "make it again");
    assertThat(run.settings().hash()).isEqualTo(run.settingsHash());
    assertThat(run.main().recall()).containsOnlyKeys("neutral", "happy", "angry", "sad");
    List<String> predictions = Files.readAllLines(folder.resolve("predictions.csv"));
    assertThat(predictions).hasSize(1 + Math.toIntExact(run.main().utterances()));
  }

  private static Path folder(String name) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(EarlierRunsTest.class.getResource("/earlier-runs/" + name)).toURI());
  }
}
