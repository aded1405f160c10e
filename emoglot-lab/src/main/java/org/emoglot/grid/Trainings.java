package org.emoglot.grid;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Weights;
import org.emoglot.experiment.BuiltIn;
import org.emoglot.experiment.Experiment;
import org.emoglot.experiment.ExperimentListener;
import org.emoglot.experiment.RunRecord;

/** The trainings of one folder: those that are done, and how the others get done. */
public final class Trainings {

  private final Workload workload;
  private final Map<String, RunRecord> done = new LinkedHashMap<>();
  private final Map<String, String> weights = new HashMap<>();

  /**
   * Reads what is done.
   *
   * @throws InvalidInputException if a folder of theirs holds something else
   */
  public Trainings(Workload workload) {
    this.workload = workload;
    for (GridRun run : workload.runs()) {
      Experiment.finished(workload.folder(run)).ifPresent(record -> add(run, record));
    }
  }

  /** Records by name of those that are done. */
  public Map<String, RunRecord> done() {
    return Collections.unmodifiableMap(done);
  }

  /** How far they have come, while none is at work. */
  public GridProgress progress() {
    return progress(0, 1);
  }

  /**
   * Does those that are left.
   *
   * @param backbones from the name of a backbone to its folder; asked once for each
   * @throws InvalidInputException if one cannot be done; the others are done then
   * @throws WorkerFailure if one failed otherwise
   */
  public void run(UnaryOperator<String> backbones, Workers workers, GridListener listener) {
    Map<String, String> folders = new HashMap<>();
    List<Workers.Job> left = new ArrayList<>();
    for (GridRun run : workload.runs()) {
      if (!done.containsKey(run.name())) {
        if (!folders.containsKey(run.backbone())) {
          folders.put(run.backbone(), resolve(run.backbone(), backbones));
        }
        String backbone = Objects.requireNonNull(folders.get(run.backbone()));
        left.add(new Workers.Job(run, workload.request(run, backbone)));
      }
    }
    TrainingFailures failures = new TrainingFailures();
    workers.run(
        left,
        new Workers.Watcher() {
          private int running;

          @Override
          public ExperimentListener starting(Workers.Job job) {
            running++;
            return listener.starting(job.request(), progress(running, workers.atOnce()));
          }

          @Override
          public void done(Workers.Job job, RunRecord record) {
            running--;
            try {
              add(job.run(), record);
            } catch (InvalidInputException e) {
              failures.add(job.run().name(), e);
              return;
            }
            listener.done(job.request(), progress(running, workers.atOnce()));
          }

          @Override
          public void failed(Workers.Job job, RuntimeException why) {
            running--;
            failures.add(job.run().name(), why);
            listener.failed(job.request(), why);
          }
        });
    failures.raise(done.size(), workload.runs().size());
  }

  /** What a name means must not have changed since the first runs. */
  private String resolve(String backbone, UnaryOperator<String> backbones) {
    if (BuiltIn.isNamed(backbone)) {
      return backbone;
    }
    String folder = backbones.apply(backbone);
    if (weights.containsKey(backbone) && Files.exists(Path.of(folder))) {
      try (Weights now = Weights.open(Path.of(folder))) {
        requireSame("weights of the backbone", weights.get(backbone), now.sha256(), backbone);
      }
    }
    return folder;
  }

  /** Only runs with this protocol, these settings and these weights may be in the table. */
  private void add(GridRun run, RunRecord record) {
    String where = workload.folder(run).toString();
    requireSame("protocol", run.plan().hash(), record.protocolHash(), where);
    requireSame("settings", run.acting().hash(), record.settingsHash(), where);
    requireSame(
        "unlabelled clips",
        workload.unlabelled().toString(),
        record.unlabelled().clips().isEmpty() && !run.plan().transfers()
            ? workload.unlabelled().toString()
            : record.unlabelled().clips().toString(),
        where);
    requireSame("seed", String.valueOf(run.seed()), String.valueOf(record.seed()), where);
    requireSame(
        "weights of the backbone",
        weights.computeIfAbsent(run.backbone(), name -> record.backbone().sha256()),
        record.backbone().sha256(),
        where);
    done.put(run.name(), record);
  }

  private static void requireSame(String what, String expected, String found, String where) {
    if (!expected.equals(found)) {
      throw new InvalidInputException(
          "Expected the %s of the other runs of the grid (%.12s), found another (%.12s) at %s, which must not be in the same table: choose another --out, or remove the runs that do not belong."
              .formatted(what, expected, found, where));
    }
  }

  private GridProgress progress(int running, int atOnce) {
    return GridProgress.of(workload.runs(), done, running, atOnce);
  }
}
