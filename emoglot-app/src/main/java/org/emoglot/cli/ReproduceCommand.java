package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.audio.AudioSource;
import org.emoglot.corpus.ManifestFolder;
import org.emoglot.experiment.ExperimentRequest;
import org.emoglot.experiment.Settings;
import org.emoglot.feature.FeatureCache;
import org.emoglot.grid.Backbones;
import org.emoglot.grid.Grid;
import org.emoglot.grid.GridOutlook;
import org.emoglot.grid.GridRequest;
import org.emoglot.grid.GridResults;
import org.emoglot.grid.GridRunner;
import org.emoglot.grid.Preset;
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
      "Trains and measures every setting, system and seed of a protocol, each training once where"
          + " several settings share it, and writes <out>/grid.json, <out>/runs and"
          + " <out>/results.json.",
      "Whenever it was stopped, the same command goes on where it was; another protocol, other data,"
          + " settings or backbones are refused in the same folder."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot reproduce --preset local --manifests manifests --seeds 0,1,2 --out grid --dry-run",
      "  emoglot reproduce --preset local --manifests manifests --seeds 0,1,2 --out grid",
      "  emoglot reproduce --preset local --manifests manifests --systems proposed \\",
      "      --shots 0,1,2,4,8 --seeds 0,1,2 --out grid",
      "  emoglot reproduce --preset paper --manifests manifests --systems baseline2,proposed \\",
      "      --backbone EN=facebook/wav2vec2-base-960h,CN=TencentGameMate/chinese-wav2vec2-base \\",
      "      --backbone DE=facebook/wav2vec2-base-de-voxpopuli-v2 \\",
      "      --backbone FR=facebook/wav2vec2-base-fr-voxpopuli --out paper"
    })
final class ReproduceCommand implements Callable<Integer>, ManyTrainings {

  private static final String ALL = "all";

  @Option(
      names = "--preset",
      required = true,
      paramLabel = "<paper|local|yaml>",
      description =
          "The protocol: paper (the paper's nine settings on its corpora), local (nine on corpora"
              + " that can be had freely), or a YAML file such as 'settings: [EN-DE, all-UR]'.")
  private String preset = "";

  @Option(
      names = "--manifests",
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the manifests, as emoglot prepare writes them.")
  private Path manifests = Path.of("");

  @Option(
      names = "--systems",
      split = ",",
      paramLabel = "<system>",
      completionCandidates = Choices.Systems.class,
      description = "What is trained: all, or some of ${COMPLETION-CANDIDATES} (default all).")
  private List<String> systems = new ArrayList<>();

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "<n>",
      description = "Seeds of everything random, one training each (default 0).")
  private List<Long> seeds = new ArrayList<>();

  @Mixin private LabelOptions labels = new LabelOptions();

  @Option(
      names = "--shots",
      split = ",",
      paramLabel = "<k>",
      description =
          "Numbers of labelled utterances of each emotion that are drawn from the target's training"
              + " split, by the seed, and trained on as well: one more training each, and a curve"
              + " over them on what is outside that split. It begins at 0 (default 0 alone).")
  private List<Integer> shots = new ArrayList<>();

  @Option(
      names = "--backbone",
      split = ",",
      paramLabel = "<[EN=|*-DE=]folder|id|mini>",
      description =
          "The encoder that trainings build on, as train takes it; with EN= that of settings with this"
              + " source, with *-DE= that of settings with this target, which it must not have heard"
              + " (default: the preset's, else mini).")
  private List<String> backbones = new ArrayList<>();

  @Option(
      names = "--adapt",
      paramLabel = "<kind>",
      completionCandidates = Choices.Adaptations.class,
      description =
          "What of the encoder is trained: ${COMPLETION-CANDIDATES} (default: full where all are"
              + " mini, else peft).")
  private String adapt = "";

  @Mixin private SettingOptions settings = new SettingOptions();

  @Mixin private Listening listening = new Listening();

  @Mixin private FeatureOptions features = new FeatureOptions();

  @Mixin private JobOptions jobs = new JobOptions();

  @Option(
      names = "--allow-heard",
      paramLabel = "<corpus>",
      description = "A corpus of a target that a backbone may have heard; the result is marked.")
  private Set<String> allowHeard = new LinkedHashSet<>();

  @Option(
      names = "--allow-count-mismatch",
      description =
          "Accept corpora of other sizes than the paper's; grid.json says which they are.")
  private boolean allowCountMismatch;

  @Option(names = "--out", required = true, paramLabel = "<folder>", description = "The folder.")
  private Path out = Path.of("");

  @Option(
      names = "--dry-run",
      description = "Say what would be trained, what is done and how long the rest takes.")
  private boolean dryRun;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    Grid grid = Grid.of(request());
    if (dryRun) {
      GridOutlook outlook = GridRunner.look(grid);
      output.result(outlook, () -> GridText.of(outlook));
      return ExitCode.DONE;
    }
    grid.notes().forEach(output::note);
    Workers workers =
        jobs.workers(
            this,
            grid.runs().stream().allMatch(run -> run.backbone().equals(ExperimentRequest.MINI)),
            grid.runs().size());
    try (GridBars bars = new GridBars(output, workers.atOnce() > 1)) {
      GridResults results =
          GridRunner.run(
              grid, backbone -> BackboneFolder.of(backbone, output).toString(), workers, bars);
      bars.close();
      output.result(results, () -> GridText.of(results) + "%nWrote %s.%n".formatted(out));
    }
    return ExitCode.DONE;
  }

  @Override
  public Workload workload() {
    return Grid.of(request()).workload();
  }

  @Override
  public AudioSource audio() {
    return listening.audio();
  }

  @Override
  public FeatureCache features() {
    return features.open(output);
  }

  private GridRequest request() {
    Preset protocol = Preset.of(preset);
    Backbones encoders = Backbones.of(backbones, protocol);
    ManifestFolder folder = ManifestFolder.read(manifests);
    return new GridRequest(
        protocol,
        preset,
        labels.labels(),
        labels.among(folder.all(), output),
        folder.fingerprints(),
        systems.isEmpty() || systems.contains(ALL)
            ? Arrays.asList(TrainingSystem.values())
            : systems.stream().map(String::strip).map(TrainingSystem::of).toList(),
        seeds.isEmpty() ? List.of(0L) : seeds,
        shots,
        encoders,
        settings(encoders.onlyMini(protocol)),
        allowHeard,
        !allowCountMismatch,
        out);
  }

  private Settings settings(boolean onlyMini) {
    AdaptationConfig.Kind kind =
        AdaptationConfig.Kind.of(adapt.isEmpty() ? onlyMini ? "full" : "peft" : adapt);
    return settings.training(kind, labels.labels());
  }
}
