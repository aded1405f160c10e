package org.emoglot.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.api.java.function.Function;
import org.emoglot.InvalidInputException;
import org.emoglot.experiment.Experiment;
import org.emoglot.experiment.ExperimentListener;
import org.emoglot.experiment.ExperimentRequest;
import org.emoglot.feature.FeatureCache;
import org.emoglot.grid.Workload;

/** One training on some machine, in a folder that is there as long as it takes. */
final class Training implements Function<String, Training.Result> {

  private static final long serialVersionUID = 1;

  /** A process computes one at a time: the engine is shared. */
  private static final Object TURN = new Object();

  /**
   * What came of it.
   *
   * @param folder of the run, a ZIP archive; empty where it failed
   * @param failure in a sentence; empty where it succeeded
   * @param badInput whether it would fail elsewhere too
   */
  record Result(byte[] folder, String failure, boolean badInput) implements Serializable {}

  private final List<String> words;
  private final String backbone;

  /**
   * @param words of the command line
   * @param backbone its folder, or the name of a built-in encoder
   */
  Training(List<String> words, String backbone) {
    this.words = new ArrayList<>(words);
    this.backbone = backbone;
  }

  @Override
  public Result call(String name) throws IOException {
    ExecutorProcess.prepare();
    Path work = Files.createTempDirectory("emoglot-training-");
    try {
      GridOptions options = ReproduceJob.parse(words);
      Workload workload = options.grid().workload();
      ExperimentRequest asked = workload.request(workload.run(name), backbone);
      Path folder = work.resolve(name);
      synchronized (TURN) {
        Experiment.run(
            in(folder, asked), options.audio(), FeatureCache.NONE, ExperimentListener.SILENT);
      }
      Path archive = work.resolve("run.zip");
      try (OutputStream out = Files.newOutputStream(archive)) {
        Zip.write(folder, out);
      }
      return new Result(Files.readAllBytes(archive), "", false);
    } catch (InvalidInputException e) {
      return new Result(new byte[0], String.valueOf(e.getMessage()), true);
    } finally {
      FileUtil.fullyDelete(work.toFile());
    }
  }

  private static ExperimentRequest in(Path folder, ExperimentRequest asked) {
    return new ExperimentRequest(
        asked.task(),
        asked.system(),
        asked.labels(),
        asked.manifest(),
        asked.manifestFingerprints(),
        asked.backbone(),
        asked.settings(),
        asked.seed(),
        folder,
        asked.allowHeard(),
        asked.shots(),
        asked.unlabelled());
  }
}
