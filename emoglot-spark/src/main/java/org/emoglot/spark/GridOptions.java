package org.emoglot.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Downmix;
import org.emoglot.data.LabelSet;
import org.emoglot.data.ManifestFolder;
import org.emoglot.experiment.Settings;
import org.emoglot.grid.Backbones;
import org.emoglot.grid.Grid;
import org.emoglot.grid.GridRequest;
import org.emoglot.grid.Preset;
import org.emoglot.protocol.TrainingSystem;
import picocli.CommandLine.Option;

/** A grid of trainings, by the options of {@code emoglot reproduce}. */
final class GridOptions {

  @Option(
      names = "--preset",
      required = true,
      paramLabel = "<paper|local|yaml>",
      description = "The protocol.")
  private String preset = "";

  @Option(
      names = "--manifests",
      required = true,
      paramLabel = "<folder>",
      description =
          "The folder of the manifests; it, its recordings and encoders have the same paths on every"
              + " machine.")
  private Path manifests = Path.of("");

  @Option(names = "--seeds", arity = "1..*", split = ",", paramLabel = "<n>")
  private List<Long> seeds = new ArrayList<>();

  @Option(
      names = "--systems",
      arity = "1..*",
      split = ",",
      paramLabel = "<system>",
      description = "The systems to train (default all, the six of the paper).")
  private List<String> systems = new ArrayList<>();

  @Option(
      names = {"--labels", "--emotions"},
      arity = "1..*",
      split = ",",
      paramLabel = "<names>",
      description = "The emotions to recognise (default: the usual four).")
  private List<String> labels = new ArrayList<>();

  @Option(names = "--shots", arity = "1..*", split = ",", paramLabel = "<k>")
  private List<Integer> shots = new ArrayList<>();

  @Option(names = "--unlabelled", arity = "1..*", split = ",", paramLabel = "<n>")
  private List<Integer> unlabelled = new ArrayList<>();

  @Option(
      names = "--backbone",
      arity = "1..*",
      split = ",",
      paramLabel = "<[EN=|*-DE=]folder|mini|statistics>",
      description = "The encoder to train from (default: that of the preset, else statistics).")
  private List<String> backbones = new ArrayList<>();

  @Option(
      names = "--adapt",
      paramLabel = "<kind>",
      description = "The trained part of the encoder.")
  private String adapt = "";

  @Option(
      names = "--settings",
      paramLabel = "<yaml>",
      description = "A file with settings that differ from the defaults.")
  private Path settings = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "<key=value>",
      description = "A setting to change, such as training.steps=500.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(names = "--allow-heard", arity = "1..*", split = ",", paramLabel = "<corpus>")
  private Set<String> allowHeard = new LinkedHashSet<>();

  @Option(names = "--allow-count-mismatch")
  private boolean allowCountMismatch;

  @Option(
      names = "--downmix",
      paramLabel = "<policy>",
      description = "How to mix several channels (default ${DEFAULT-VALUE}).")
  private String downmix = AudioOptions.defaults().downmix().id();

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the results, of the driver, which emoglot report reads.")
  private Path out = Path.of("");

  Path out() {
    return out;
  }

  AudioReader audio() {
    return new AudioReader(new AudioOptions(Downmix.of(downmix)));
  }

  /** Plans it; the same words and manifests give the same grid on every machine. */
  Grid grid() {
    ManifestFolder folder = ManifestFolder.read(manifests);
    Preset protocol = Preset.of(preset);
    Backbones chosen = Backbones.of(backbones, protocol);
    AdaptationConfig.Kind kind =
        adapt.isEmpty() ? chosen.usualAdaptation(protocol) : AdaptationConfig.Kind.of(adapt);
    LabelSet emotions =
        labels.isEmpty()
            ? LabelSet.FOUR
            : new LabelSet(labels.stream().map(String::strip).toList());
    return Grid.of(
        new GridRequest(
            protocol,
            preset,
            emotions,
            labels.isEmpty() ? folder.all() : folder.all().of(emotions),
            folder.fingerprints(),
            TrainingSystem.of(systems),
            seeds.isEmpty() ? List.of(0L) : seeds,
            shots,
            unlabelled,
            chosen,
            settings.toString().isEmpty()
                ? Settings.with(kind, emotions, values)
                : Settings.with(kind, emotions, settings, values),
            allowHeard,
            !allowCountMismatch,
            out));
  }
}
