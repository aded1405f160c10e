package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.data.ManifestFolder;
import org.emoglot.experiment.BuiltIn;
import org.emoglot.experiment.Experiment;
import org.emoglot.experiment.ExperimentRequest;
import org.emoglot.experiment.RunRecord;
import org.emoglot.experiment.Settings;
import org.emoglot.protocol.Task;
import org.emoglot.protocol.TrainingSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains one system for one task and measures it on the target, which it opens last. */
@Command(
    name = "train",
    description = {
      "Trains one system for one task, restores the best weights, opens the audio of the target for"
          + " the first time, evaluates, and writes <out>/run.json, <out>/predictions.csv and"
          + " <out>/model.",
      "The same command resumes a stopped run."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot train --task all-DE --system proposed --manifests manifests \\",
      "      --seed 0 --out runs/all-DE-proposed-0",
      "  emoglot train --task EN-DE --system baseline1 --manifests manifests \\",
      "      --backbone models/wav2vec2-base-960h --set training.steps=500 \\",
      "      --out runs/en-de",
      "  emoglot train --task all-DE --system proposed --manifests manifests \\",
      "      --shots 4 --out few",
      "  emoglot train --task all-DE --system proposed --manifests manifests \\",
      "      --labels angry,sad --out angry-or-sad"
    })
final class TrainCommand implements Callable<Integer>, Resumable {

  @Option(
      names = "--task",
      required = true,
      paramLabel = "<task>",
      description =
          "Source and target language, such as EN-DE; all-DE to train on every language with a"
              + " manifest except the target; or all to train on every language and evaluate on"
              + " none.")
  private String task = "";

  @Option(
      names = "--system",
      required = true,
      paramLabel = "<system>",
      completionCandidates = Choices.Systems.class,
      description = "The system to train: ${COMPLETION-CANDIDATES}.")
  private String system = "";

  @Option(
      names = "--manifests",
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the manifests from emoglot prepare.")
  private Path manifests = Path.of("");

  @Mixin private LabelOptions labels = new LabelOptions();

  @Option(
      names = "--shots",
      paramLabel = "<k>",
      description =
          "The number of labelled utterances per emotion, drawn by the seed from the training split"
              + " of the target, to train on as well. The result is then few-shot, not zero-shot,"
              + " and evaluated on the clips outside that split (default ${DEFAULT-VALUE}).")
  private int shots = 0;

  @Option(
      names = "--unlabelled",
      arity = "1..*",
      split = ",",
      paramLabel = "<n>",
      description =
          "Numbers of clips of the target, without their labels, to adapt the trained model to after"
              + " its evaluation: results of a tier of its own, each clip answered after samples"
              + " that it is not in (default none).")
  private List<Integer> unlabelled = new ArrayList<>();

  @Option(
      names = "--backbone",
      paramLabel = "<folder|id|mini|statistics>",
      description =
          "A wav2vec 2.0 checkpoint in Hugging Face's layout, its id on the hub, a fully trained"
              + " model to continue from, or an untrained encoder: mini, a small transformer, or"
              + " statistics, a projection of utterance statistics (default ${DEFAULT-VALUE}).")
  private String backbone = BuiltIn.DEFAULT.id();

  @Option(
      names = "--adapt",
      paramLabel = "<kind>",
      completionCandidates = Choices.Adaptations.class,
      description =
          "The trained part of the encoder: ${COMPLETION-CANDIDATES} (default: full for mini and"
              + " statistics, else peft).")
  private String adapt = "";

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description = "Random seed (default ${DEFAULT-VALUE}).")
  private long seed = 0;

  @Mixin private SettingOptions settings = new SettingOptions();

  @Mixin private Listening listening = new Listening();

  @Mixin private FeatureOptions features = new FeatureOptions();

  @Option(
      names = "--allow-heard",
      arity = "1..*",
      split = ",",
      paramLabel = "<corpus>",
      description = "Corpora of the target that the backbone may have heard; marks the result.")
  private Set<String> allowHeard = new LinkedHashSet<>();

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the run.")
  private Path out = Path.of("");

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    ManifestFolder folder = ManifestFolder.read(manifests);
    ExperimentRequest request =
        new ExperimentRequest(
            Task.parse(task),
            TrainingSystem.of(system),
            labels.labels(),
            labels.among(folder.all(), output),
            folder.fingerprints(),
            BuiltIn.isNamed(backbone) ? backbone : BackboneFolder.of(backbone, output).toString(),
            settings(),
            seed,
            out,
            allowHeard,
            shots,
            unlabelled);
    PrecisionOption.remark(request.settings().precision(), output);
    try (TrainingProgress progress = new TrainingProgress(output, request)) {
      RunRecord run =
          Experiment.run(request, listening.audio(output), features.open(output), progress);
      progress.close();
      output.result(run, () -> ResultText.of(run) + "%nWrote %s.%n".formatted(out));
    }
    return ExitCode.DONE;
  }

  private Settings settings() {
    AdaptationConfig.Kind kind =
        AdaptationConfig.Kind.of(
            adapt.isEmpty() ? BuiltIn.isNamed(backbone) ? "full" : "peft" : adapt);
    return settings.training(kind, labels.labels());
  }
}
