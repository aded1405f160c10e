package org.emoglot.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Language;
import org.emoglot.data.ManifestFolder;
import org.emoglot.data.Utterance;
import org.emoglot.pretrain.Pretraining;
import org.emoglot.pretrain.PretrainingRecord;
import org.emoglot.pretrain.PretrainingRequest;
import org.emoglot.pretrain.PretrainingSettings;
import org.emoglot.pretrain.SpeechFolder;
import org.emoglot.selfsupervised.ContrastiveConfig;
import org.emoglot.selfsupervised.PretrainingValidation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pretrains an encoder on speech without labels. */
@Command(
    name = "pretrain",
    description = {
      "Pretrains an encoder on speech without labels, with the objective of wav2vec 2.0, and writes"
          + " <out>/pretrain.json and <out>/model, a folder in Hugging Face's layout that train"
          + " takes as --backbone. It declares what it has heard.",
      "The same command resumes a stopped run."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot pretrain --manifests manifests --exclude-language de \\",
      "      --out runs/mini-without-de",
      "  emoglot pretrain --speech podcasts:en=/data/podcasts \\",
      "      --backbone facebook/wav2vec2-base --set training.steps=10000 \\",
      "      --out runs/base-podcasts"
    })
final class PretrainCommand implements Callable<Integer>, Resumable {

  @Option(
      names = "--manifests",
      paramLabel = "<folder>",
      description =
          "The folder of the manifests from emoglot prepare. Their labels and test splits are not"
              + " used.")
  private Path manifests = Path.of("");

  @Option(
      names = "--speech",
      arity = "1..*",
      paramLabel = "<corpus:language=folder>",
      description =
          "Folders of speech without a manifest, such as podcasts:de=/data/podcasts, separated by"
              + " commas or blanks; the language und means unknown.")
  private List<String> speech = List.of();

  @Option(
      names = "--exclude-language",
      paramLabel = "<language>",
      arity = "1..*",
      split = ",",
      description =
          "Languages whose clips must not be opened, such as de, separated by commas or blanks.")
  private Set<String> excluded = new LinkedHashSet<>();

  @Option(
      names = "--backbone",
      paramLabel = "<mini|config.json|folder|id>",
      description =
          "The encoder to start from: mini, the small built-in encoder, or the layout in a"
              + " config.json, both with new weights; or a checkpoint in Hugging Face's layout or"
              + " its id on the hub, to continue from (default ${DEFAULT-VALUE}).")
  private String backbone = PretrainingRequest.MINI;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description = "Random seed (default ${DEFAULT-VALUE}).")
  private long seed = 0;

  @Mixin private SettingOptions settings = new SettingOptions();

  @Mixin private Listening listening = new Listening();

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the run.")
  private Path out = Path.of("");

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    PretrainingRequest request = request();
    PrecisionOption.remark(request.settings().precision(), output);
    try (PretrainingProgress progress = new PretrainingProgress(output, request)) {
      PretrainingRecord run = Pretraining.run(request, listening.audio(output), progress);
      progress.close();
      output.result(run, () -> text(run));
    }
    return ExitCode.DONE;
  }

  private PretrainingRequest request() {
    List<Utterance> utterances = new ArrayList<>();
    Map<String, String> fingerprints = new LinkedHashMap<>();
    if (!manifests.toString().isEmpty()) {
      ManifestFolder folder = ManifestFolder.read(manifests);
      utterances.addAll(folder.all().utterances());
      fingerprints.putAll(folder.fingerprints());
    }
    List<SpeechFolder> folders = new ArrayList<>();
    for (String named : PathArgument.split(speech, PretrainCommand::folderOf)) {
      if (named.indexOf('=') < 0) {
        throw new InvalidInputException(
            "Expected --speech <corpus>:<language>=<folder>, such as podcasts:de=/data/podcasts, found '%s'."
                .formatted(named));
      }
      folders.add(
          SpeechFolder.of(
              named.substring(0, named.indexOf('=')), PathArgument.of(folderOf(named))));
    }
    boolean drawn =
        backbone.equals(PretrainingRequest.MINI) || Files.isRegularFile(Path.of(backbone));
    return new PretrainingRequest(
        utterances,
        fingerprints,
        folders,
        excluded.stream().map(Language::of).collect(Collectors.toSet()),
        drawn ? backbone : BackboneFolder.of(backbone, output).toString(),
        settings.hasFile()
            ? PretrainingSettings.with(settings.file(), settings.values())
            : PretrainingSettings.with(settings.values()),
        seed,
        out);
  }

  /** Of {@code podcasts:de=/data/podcasts} the folder. */
  private static String folderOf(String named) {
    return named.substring(named.indexOf('=') + 1);
  }

  private String text(PretrainingRecord run) {
    StringBuilder text = new StringBuilder();
    text.append(
        "pretrained %s, seed %d: %d steps on %d clips (%s)%n"
            .formatted(
                run.backbone().name(),
                run.seed(),
                run.after().step(),
                run.data().get("training"),
                run.hours().entrySet().stream()
                    .map(h -> String.format(Locale.ROOT, "%s %.2f h", h.getKey(), h.getValue()))
                    .collect(Collectors.joining(", "))));
    text.append(line("before", run.before(), run));
    text.append(line("after", run.after(), run));
    text.append(
        "  %d files opened%s%n"
            .formatted(
                run.audit().opens(),
                run.audit().excludedLanguages().isEmpty()
                    ? ""
                    : ", none of the %d of %s"
                        .formatted(
                            run.audit().withheldFiles(),
                            String.join(", ", run.audit().excludedLanguages()))));
    if (!run.leftOut().isEmpty()) {
      text.append("  skipped: %d files, see pretrain.json%n".formatted(run.leftOut().size()));
    }
    return text.append("%nWrote %s.%n".formatted(out.resolve(Pretraining.MODEL_FOLDER))).toString();
  }

  private static String line(String when, PretrainingValidation validation, PretrainingRecord run) {
    ContrastiveConfig contrastive = run.settings().section("contrastive", ContrastiveConfig.class);
    return String.format(
        Locale.ROOT,
        "  %-6s  contrastive loss %.3f  own target nearest %.1f %%  codebook perplexity %.1f of"
            + " %d%n",
        when,
        validation.contrastive(),
        100 * validation.accuracy(),
        validation.perplexity(),
        contrastive.codebooks() * contrastive.entries());
  }
}
