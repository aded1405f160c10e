package org.emoglot.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.audio.AudioSource;
import org.emoglot.data.LabelSet;
import org.emoglot.data.ManifestFolder;
import org.emoglot.experiment.Settings;
import org.emoglot.feature.FeatureCache;
import org.emoglot.grid.GridProgress;
import org.emoglot.grid.GridRequest;
import org.emoglot.grid.Selection;
import org.emoglot.grid.Space;
import org.emoglot.grid.Study;
import org.emoglot.grid.StudyRequest;
import org.emoglot.grid.StudyResults;
import org.emoglot.grid.StudyRunner;
import org.emoglot.grid.Workers;
import org.emoglot.grid.Workload;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.report.StudyReport;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What tune and sweep have in common: variants of the settings, trained and compared. */
abstract class StudyCommand implements Callable<Integer>, Resumable, ManyTrainings {

  @Mixin private ProtocolOptions protocol = new ProtocolOptions();

  @Option(
      names = "--task",
      arity = "1..*",
      split = ",",
      paramLabel = "<task>",
      description =
          "The tasks to train and evaluate (default: the development tasks of the preset, such as"
              + " EN-UR, CN-UR, DE-UR and FR-UR).")
  private List<String> tasks = new ArrayList<>();

  @Option(
      names = "--system",
      paramLabel = "<system>",
      completionCandidates = Choices.Systems.class,
      description = "The system to train: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private String system = TrainingSystem.UPPER_BOUND.id();

  @Mixin private StudySettings settings = new StudySettings();

  /** The ways to choose values that are tried. */
  abstract List<Map<String, String>> ways(Space of);

  /** What the record should say of them, in sentences. */
  List<String> remarks(Space of) {
    return List.of();
  }

  /** What they are ranked by. */
  abstract Selection selection();

  /** Whether to choose the best. */
  abstract boolean choosing();

  @Override
  public Integer call() {
    Output output = protocol.output();
    Study study = study();
    study.notes().forEach(output::note);
    if (protocol.dryRun()) {
      GridProgress progress = StudyRunner.progress(study);
      output.result(
          progress,
          () ->
              "%d variants, %d trainings; %s.%n"
                  .formatted(study.variants().size(), progress.runs(), GridText.of(progress)));
      return ExitCode.DONE;
    }
    protocol.noteBackbones();
    Workers workers = protocol.workers(this, study.workload());
    try (GridBars bars = new GridBars(output, workers.atOnce() > 1)) {
      StudyResults results = StudyRunner.run(study, protocol::folder, workers, bars);
      bars.close();
      StudyReport.write(
          choosing() ? "Choice of hyper-parameters" : "Sensitivity to hyper-parameters",
          results,
          protocol.out());
      output.result(results, () -> StudyReport.text(results) + wrote());
    }
    return ExitCode.DONE;
  }

  private String wrote() {
    return choosing()
        ? "%nWrote %s and %s.%n".formatted(protocol.out(), StudyRunner.best(protocol.out()))
        : "%nWrote %s.%n".formatted(protocol.out());
  }

  @Override
  public Workload workload() {
    return study().workload();
  }

  @Override
  public AudioSource audio() {
    return protocol.audio();
  }

  @Override
  public FeatureCache features() {
    return protocol.features();
  }

  private Study study() {
    Space all = settings.space();
    AdaptationConfig.Kind kind = protocol.adaptation();
    ManifestFolder folder = protocol.manifests();
    Settings fixed = settings.of(kind, all.fixed());
    PrecisionOption.remark(fixed.precision(), protocol.output());
    return Study.of(
        new StudyRequest(
            new GridRequest(
                protocol.preset(),
                protocol.presetName(),
                LabelSet.FOUR,
                folder.all(),
                folder.fingerprints(),
                List.of(TrainingSystem.of(system)),
                protocol.seeds(0L, 1L, 2L),
                protocol.backbones(),
                fixed,
                protocol.allowHeard(),
                protocol.countsChecked(),
                protocol.out()),
            tasks,
            settings.variants(kind, all, ways(all)),
            all.factors(),
            selection(),
            choosing(),
            remarks(all)));
  }
}
