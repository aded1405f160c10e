package org.emoglot.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.emoglot.InvalidInputException;
import org.emoglot.network.BackboneOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkplaceTest {

  private static final ExtractionSettings SETTINGS =
      new ExtractionSettings(
          new BackboneOrigin("tiny", "", ""),
          "",
          "utterance",
          "last",
          "mean",
          "fp32",
          "npy",
          "mean",
          4,
          1,
          "");

  @TempDir Path out;

  /** Whoever gets the lock while the folder goes finds a whole one, which stays. */
  @Test
  void remove_whileAnotherWaitsForTheLock_deletesNothingOfTheOther() throws Exception {
    for (int round = 0; round < 100; round++) {
      Workplace first = Workplace.open(out, SETTINGS);
      first.keep(0, new Part(0, 1, List.of(), List.of()));
      CompletableFuture<Workplace> waiting = CompletableFuture.supplyAsync(this::patiently);
      first.remove();
      try (Workplace second = waiting.get(60, TimeUnit.SECONDS)) {
        assertThat(out.resolve(".unfinished/settings.json")).as("round %d", round).exists();
        assertThat(out.resolve(".unfinished/lock")).as("round %d", round).exists();
        assertThat(second.parts()).isEmpty();
        second.remove();
      }
      assertThat(out).isEmptyDirectory();
    }
  }

  private Workplace patiently() {
    while (true) {
      try {
        return Workplace.open(out, SETTINGS);
      } catch (InvalidInputException e) {
        Thread.onSpinWait(); // held by the first
      }
    }
  }

  @Test
  void removeFrom_whileAnotherIsAtIt_leavesItThere() throws Exception {
    try (Workplace first = Workplace.open(out, SETTINGS)) {
      Workplace.removeFrom(out);
      assertThat(out.resolve(".unfinished/settings.json")).exists();
      first.remove();
    }
    Workplace.removeFrom(out);
    assertThat(Files.exists(out.resolve(".unfinished"))).isFalse();
  }
}
