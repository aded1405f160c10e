package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.KilledChild;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that are given the same training and folder at once: one does it, whole. */
@ExtendWith(OneThread.class)
class RacingRunsTest {

  private static final List<String> FILES =
      List.of("run.json", "predictions.csv", "model/model.safetensors", "model/provenance.json");

  @TempDir Path folder;

  @Test
  void run_twoProcessesInOneFolder_leaveOneWholeRun() throws Exception {
    race(2);
  }

  @Test
  @Tag("slow")
  void run_twoProcessesInOneFolderFiftyTimes_leaveOneWholeRun() throws Exception {
    race(50);
  }

  private void race(int rounds) throws Exception {
    TinyRun.in(folder.resolve("whole")).run();
    TinyRun.Outcome whole = TinyRun.outcome(folder.resolve("whole"));
    List<String> broken = new ArrayList<>();
    int both = 0;
    for (int round = 0; round < rounds; round++) {
      Path out = folder.resolve("round-" + round);
      KilledChild child = new KilledChild(RacingRun.class, out);
      Process one = child.start();
      Process other = child.start();
      for (Process process : List.of(one, other)) {
        process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      }
      both += one.exitValue() == 0 && other.exitValue() == 0 ? 1 : 0;
      List<String> missing =
          FILES.stream().filter(file -> !Files.exists(out.resolve(file))).toList();
      if (!missing.isEmpty()
          || one.exitValue() != 0 && other.exitValue() != 0
          || !TinyRun.outcome(out).equals(whole)) {
        broken.add(
            "round %d ended with %d and %d, without %s"
                .formatted(round, one.exitValue(), other.exitValue(), missing));
      }
      assertThat(out).isDirectoryNotContaining("glob:**/.lock");
    }
    String figures =
        "%d rounds of two trainings in one folder, both at 0 in %d: broken %s"
            .formatted(rounds, both, broken);
    Figures.write("racing-runs-" + rounds, figures);
    assertThat(broken).as(figures).isEmpty();
  }

  /** One of the processes. */
  static final class RacingRun {
    private RacingRun() {}

    /** The only argument is the folder of the run. */
    public static void main(String[] arguments) {
      TinyRun.in(Path.of(arguments[0])).run();
    }
  }
}
