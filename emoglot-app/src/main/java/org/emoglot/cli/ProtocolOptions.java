package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.audio.AudioSource;
import org.emoglot.data.ManifestFolder;
import org.emoglot.experiment.BuiltIn;
import org.emoglot.feature.FeatureCache;
import org.emoglot.grid.Backbones;
import org.emoglot.grid.Preset;
import org.emoglot.grid.Workers;
import org.emoglot.grid.Workload;
import org.emoglot.protocol.Task;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands with many trainings of a protocol have in common. */
final class ProtocolOptions {

  @Option(
      names = "--preset",
      required = true,
      paramLabel = "<paper|local|yaml>",
      description =
          "The protocol: paper (the nine settings of the paper on its corpora, with its encoders),"
              + " local (nine on freely available corpora), or a YAML file such as 'settings:"
              + " [EN-DE, all-UR]'.")
  private String preset = "";

  @Option(
      names = "--manifests",
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the manifests from emoglot prepare.")
  private Path manifests = Path.of("");

  @Option(
      names = "--seeds",
      arity = "1..*",
      split = ",",
      paramLabel = "<n>",
      description = "Random seeds, one training each (default 0; for tune and sweep 0,1,2).")
  private List<Long> seeds = new ArrayList<>();

  @Option(
      names = "--backbone",
      arity = "1..*",
      paramLabel = "<[EN=|*-DE=]folder|id|mini|statistics>",
      description =
          "The encoder to train from, as for train; EN=... for settings with this source, *-DE=..."
              + " for settings with this target, which it must not have heard (default: that of the"
              + " preset, else statistics).")
  private List<String> backbones = new ArrayList<>();

  @Option(
      names = "--adapt",
      paramLabel = "<kind>",
      completionCandidates = Choices.Adaptations.class,
      description =
          "The trained part of the encoder: ${COMPLETION-CANDIDATES} (default: full if all are mini"
              + " or statistics, else peft).")
  private String adapt = "";

  @Mixin private Listening listening = new Listening();

  @Mixin private FeatureOptions features = new FeatureOptions();

  @Mixin private JobOptions jobs = new JobOptions();

  @Option(
      names = "--allow-heard",
      arity = "1..*",
      split = ",",
      paramLabel = "<corpus>",
      description = "Corpora of a target that a backbone may have heard; marks the result.")
  private Set<String> allowHeard = new LinkedHashSet<>();

  @Option(
      names = "--allow-count-mismatch",
      description = "Accept corpora whose sizes differ from the paper's; the record lists them.")
  private boolean allowCountMismatch;

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<folder>",
      description =
          "The folder of the results; another command with the same protocol may add to it.")
  private Path out = Path.of("");

  @Option(
      names = "--dry-run",
      description = "Print what would be trained, what is done, and how long the rest will take.")
  private boolean dryRun;

  @Mixin private Output output = new Output();

  /** The protocol as it was asked for. */
  String presetName() {
    return preset;
  }

  Preset preset() {
    return Preset.of(preset);
  }

  ManifestFolder manifests() {
    return ManifestFolder.read(manifests);
  }

  /** Those that were asked for, or else these. */
  List<Long> seeds(Long... otherwise) {
    return seeds.isEmpty() ? List.of(otherwise) : seeds;
  }

  Backbones backbones() {
    return Backbones.of(PathArgument.split(backbones, ProtocolOptions::folderOf), preset());
  }

  /** Of {@code EN=models/english} the folder. */
  private static String folderOf(String backbone) {
    return backbone.substring(backbone.indexOf('=') + 1);
  }

  /** Says where other encoders are built on than the preset's. */
  void noteBackbones() {
    Preset protocol = preset();
    Backbones usual = Backbones.of(List.of(), protocol);
    List<String> replaced =
        protocol.backbones().isEmpty()
            ? List.of()
            : protocol.settings().stream()
                .filter(setting -> !encoder(setting).equals(usual.of(Task.parse(setting))))
                .map(setting -> setting + " " + encoder(setting))
                .toList();
    if (!replaced.isEmpty()) {
      output.note(
          "--backbone replaces encoders of the preset %s: %s."
              .formatted(preset, String.join(", ", replaced)));
    }
  }

  private String encoder(String setting) {
    return backbones().of(Task.parse(setting));
  }

  AdaptationConfig.Kind adaptation() {
    return adapt.isEmpty()
        ? backbones().usualAdaptation(preset())
        : AdaptationConfig.Kind.of(adapt);
  }

  Set<String> allowHeard() {
    return allowHeard;
  }

  boolean countsChecked() {
    return !allowCountMismatch;
  }

  Path out() {
    return out;
  }

  boolean dryRun() {
    return dryRun;
  }

  Output output() {
    return output;
  }

  AudioSource audio() {
    return listening.audio(output);
  }

  FeatureCache features() {
    return features.open(output);
  }

  /** The folder of a backbone of that name. */
  String folder(String backbone) {
    return BackboneFolder.of(backbone, output).toString();
  }

  /** Who computes the trainings of a command. */
  Workers workers(ManyTrainings command, Workload workload) {
    return jobs.workers(
        command,
        workload.runs().stream().allMatch(run -> BuiltIn.isNamed(run.backbone())),
        workload.runs().size());
  }
}
