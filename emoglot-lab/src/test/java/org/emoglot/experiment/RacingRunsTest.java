package org.emoglot.experiment;

import java.nio.file.Path;
import java.util.List;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Race;
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
    new Race(RacingRun.class, FILES, out -> TinyRun.outcome(out).equals(whole))
        .run(rounds, folder, "racing-runs");
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
