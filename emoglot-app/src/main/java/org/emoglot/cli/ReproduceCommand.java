package org.emoglot.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.emoglot.audio.AudioSource;
import org.emoglot.data.ManifestFolder;
import org.emoglot.experiment.Settings;
import org.emoglot.feature.FeatureCache;
import org.emoglot.grid.Grid;
import org.emoglot.grid.GridOutlook;
import org.emoglot.grid.GridRequest;
import org.emoglot.grid.GridResults;
import org.emoglot.grid.GridRunner;
import org.emoglot.grid.Workers;
import org.emoglot.grid.Workload;
import org.emoglot.protocol.TrainingSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs every setting, system and seed of a protocol. */
@Command(
    name = "reproduce",
    description = {
      "Trains and evaluates every setting, system and seed of a protocol, once where several"
          + " settings share a training, and writes <out>/grid.json, <out>/runs and"
          + " <out>/results.json.",
      "The same command resumes a stopped grid. The folder refuses another protocol, and other"
          + " data, settings or backbones."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot reproduce --preset local --manifests manifests --seeds 0,1,2 \\",
      "      --out grid --dry-run",
      "  emoglot reproduce --preset local --manifests manifests --seeds 0,1,2 \\",
      "      --out grid",
      "  emoglot reproduce --preset local --manifests manifests --systems proposed \\",
      "      --shots 0,1,2,4,8 --seeds 0,1,2 --out grid",
      "  emoglot reproduce --preset local --manifests manifests \\",
      "      --unlabelled 0,4,8,16,32,64 --out grid",
      "  emoglot reproduce --preset paper --manifests manifests \\",
      "      --systems baseline2,proposed --out paper",
      "  emoglot reproduce --preset paper --manifests manifests --out other-encoders \\",
      "      --backbone DE=models/german,FR=models/french"
    })
final class ReproduceCommand implements Callable<Integer>, Resumable, ManyTrainings {

  @Mixin private ProtocolOptions protocol = new ProtocolOptions();

  @Option(
      names = "--systems",
      arity = "1..*",
      split = ",",
      paramLabel = "<system>",
      completionCandidates = Choices.Systems.class,
      description =
          "The systems to train: some of ${COMPLETION-CANDIDATES}, or all, which are the six of the"
              + " paper (default all).")
  private List<String> systems = new ArrayList<>();

  @Mixin private LabelOptions labels = new LabelOptions();

  @Option(
      names = "--shots",
      arity = "1..*",
      split = ",",
      paramLabel = "<k>",
      description =
          "Numbers of labelled utterances per emotion, drawn by the seed from the training split of"
              + " the target, to train on as well: one more training each, and a curve over them on"
              + " the clips outside that split. It begins at 0 (default only 0).")
  private List<Integer> shots = new ArrayList<>();

  @Option(
      names = "--unlabelled",
      arity = "1..*",
      split = ",",
      paramLabel = "<n>",
      description =
          "Numbers of clips of the target, without their labels, to adapt every trained model to in"
              + " the end: a curve over them, each clip answered after samples that it is not in,"
              + " drawn ten times, and what one-sided samples do (default none).")
  private List<Integer> unlabelled = new ArrayList<>();

  @Mixin private SettingOptions settings = new SettingOptions();

  @Override
  public Integer call() {
    Output output = protocol.output();
    Grid grid = grid();
    if (protocol.dryRun()) {
      GridOutlook outlook = GridRunner.outlook(grid);
      output.result(outlook, () -> GridText.of(outlook, protocol.preset()));
      return ExitCode.DONE;
    }
    grid.notes().forEach(output::note);
    protocol.noteBackbones();
    Workers workers = protocol.workers(this, grid.workload());
    try (GridBars bars = new GridBars(output, workers.atOnce() > 1)) {
      GridResults results = GridRunner.run(grid, protocol::folder, workers, bars);
      bars.close();
      output.result(
          results, () -> GridText.of(results) + "%nWrote %s.%n".formatted(protocol.out()));
    }
    return ExitCode.DONE;
  }

  @Override
  public Workload workload() {
    return grid().workload();
  }

  @Override
  public AudioSource audio() {
    return protocol.audio();
  }

  @Override
  public FeatureCache features() {
    return protocol.features();
  }

  private Grid grid() {
    ManifestFolder folder = protocol.manifests();
    Settings chosen = settings.training(protocol.adaptation(), labels.labels());
    PrecisionOption.remark(chosen.precision(), protocol.output());
    return Grid.of(
        new GridRequest(
            protocol.preset(),
            protocol.presetName(),
            labels.labels(),
            labels.among(folder.all(), protocol.output()),
            folder.fingerprints(),
            TrainingSystem.of(systems),
            protocol.seeds(0L),
            shots,
            unlabelled,
            protocol.backbones(),
            chosen,
            protocol.allowHeard(),
            protocol.countsChecked(),
            protocol.out()));
  }
}
