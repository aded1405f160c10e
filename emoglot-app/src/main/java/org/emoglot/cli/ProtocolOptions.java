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
          "The protocol: paper (the paper's nine settings on its corpora, with its encoders), local (nine on corpora"
              + " that can be had freely), or a YAML file such as 'settings: [EN-DE, all-UR]'.")
  private String preset = "";

  @Option(
      names = "--manifests",
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the manifests, as emoglot prepare writes them.")
  private Path manifests = Path.of("");

  @Option(
      names = "--seeds",
      arity = "1..*",
      split = ",",
      paramLabel = "<n>",
      description =
          "Seeds of everything random, one training each (default 0, of tune and sweep 0,1,2).")
  private List<Long> seeds = new ArrayList<>();

  @Option(
      names = "--backbone",
      arity = "1..*",
      paramLabel = "<[EN=|*-DE=]folder|id|mini|statistics>",
      description =
          "The encoder that trainings build on, as train takes it; with EN= that of settings with this"
              + " source, with *-DE= that of settings with this target, which it must not have heard"
              + " (default: the preset's, else statistics).")
  private List<String> backbones = new ArrayList<>();

  @Option(
      names = "--adapt",
      paramLabel = "<kind>",
      completionCandidates = Choices.Adaptations.class,
      description =
          "What of the encoder is trained: ${COMPLETION-CANDIDATES} (default: full where all are"
              + " mini or statistics, else peft).")
  private String adapt = "";

  @Mixin private Listening listening = new Listening();

  @Mixin private FeatureOptions features = new FeatureOptions();

  @Mixin private JobOptions jobs = new JobOptions();

  @Option(
      names = "--allow-heard",
      arity = "1..*",
      split = ",",
      paramLabel = "<corpus>",
      description = "Corpora of a target that a backbone may have heard; the result is marked.")
  private Set<String> allowHeard = new LinkedHashSet<>();

  @Option(
      names = "--allow-count-mismatch",
      description = "Accept corpora of other sizes than the paper's; the record says which.")
  private boolean allowCountMismatch;

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<folder>",
      description =
          "The folder of all that it writes; another command of the same protocol may add to it.")
  private Path out = Path.of("");

  @Option(
      names = "--dry-run",
      description = "Say what would be trained, what is done and how long the rest takes.")
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
          "--backbone replaces encoders that the preset %s names: %s."
              .formatted(preset, String.join(", ", replaced)));
    }
  }

  private String encoder(String setting) {
    return backbones().of(Task.parse(setting));
  }

  AdaptationConfig.Kind adaptation() {
    return adapt.isEmpty()
        ? backbones().onlyBuiltIn(preset())
            ? AdaptationConfig.Kind.FULL
            : AdaptationConfig.Kind.PEFT
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
