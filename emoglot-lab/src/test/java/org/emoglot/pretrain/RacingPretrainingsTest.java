package org.emoglot.pretrain;

import java.nio.file.Path;
import java.util.List;
import org.emoglot.io.Sha256;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that are given the same pretraining and folder at once: one does it, whole. */
@ExtendWith(OneThread.class)
class RacingPretrainingsTest {

  private static final List<String> RESULTS =
      List.of("model/model.safetensors", "model/config.json");

  private static final List<String> FILES =
      List.of(
          "pretrain.json",
          "SHA256SUMS",
          "model/preprocessor_config.json",
          "model/heard-clips.tsv.gz",
          RESULTS.get(0),
          RESULTS.get(1));

  @TempDir Path folder;

  @Test
  void run_twoProcessesInOneFolder_leaveOneWholePretraining() throws Exception {
    race(2);
  }

  @Test
  @Tag("slow")
  void run_twoProcessesInOneFolderTwentyTimes_leaveOneWholePretraining() throws Exception {
    race(20);
  }

  private void race(int rounds) throws Exception {
    TinyPretraining.in(folder.resolve("whole")).run();
    List<String> whole = hashes(folder.resolve("whole"));
    new Race(RacingPretraining.class, FILES, out -> hashes(out).equals(whole))
        .run(rounds, folder, "racing-pretrainings");
  }

  private static List<String> hashes(Path out) {
    return RESULTS.stream().map(file -> Sha256.of(out.resolve(file))).toList();
  }

  /** One of the processes. */
  static final class RacingPretraining {
    private RacingPretraining() {}

    /** The only argument is the folder of the run. */
    public static void main(String[] arguments) {
      TinyPretraining.in(Path.of(arguments[0])).run();
    }
  }
}
