package org.emoglot.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioReader;
import org.emoglot.corpus.CorpusDescription;
import org.emoglot.data.IdenticalAudio;
import org.emoglot.data.ManifestFolder;
import org.emoglot.doctor.Surroundings;
import org.emoglot.io.Json;
import org.emoglot.preparation.Preparation;
import org.emoglot.preparation.PreparationOptions;
import org.emoglot.preparation.Prepared;
import org.emoglot.provenance.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the manifest of a corpus, and a report of what was read, left out and why. */
@Command(
    name = "prepare",
    description = {
      "Reads a corpus and writes its manifest: <out>/<corpus>.csv with one row per clip, and"
          + " <out>/<corpus>.report.json with what was read, what was skipped and why.",
      "The audio stays where it is; every clip is decoded once to check it.",
      "Reads any other corpus from a table or from one folder per label: --corpus csv, nkululeko,"
          + " emobox, kaldi or folders, with --name and --language."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot prepare --corpus emodb --root /data/EMODB --out manifests",
      "  emoglot prepare --corpus emovo --root /data/EMOVO --out manifests \\",
      "      --downmix loudest",
      "  emoglot prepare --corpus iemocap --root /data/IEMOCAP --out manifests \\",
      "      --labels exc=happy",
      "  emoglot prepare --corpus csv --root clips.csv --name mine --language sv \\",
      "      --out manifests"
    })
final class PrepareCommand implements Callable<Integer> {

  @Mixin private CorpusOptions corpusOptions = new CorpusOptions();

  @Option(
      names = "--root",
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the corpus, as unpacked; for a table it may be the file itself.")
  private Path root = Path.of("");

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the manifests; created if needed.")
  private Path out = Path.of("");

  @Mixin private Listening listening = new Listening();

  @Mixin private PreparationChoices choices = new PreparationChoices();

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    CorpusDescription corpus = corpusOptions.description();
    PreparationOptions options = choices.of(corpus);
    Path manifest = out.resolve(corpus.id() + ".csv");
    Path reportFile = out.resolve(corpus.id() + ".report.json");

    Prepared prepared = prepare(corpus, options, listening.audio(output));
    prepared.manifest().write(manifest);
    List<String> shared = sharedWithOtherCorpora(corpus);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("manifest", manifest.toString());
    result.put("downmix", listening.downmix().id());
    result.put("preparation", prepared.report());
    result.put("audioOfOtherCorpora", shared);
    result.put("provenance", provenance(prepared));
    Json.write(reportFile, result);

    output.result(
        result,
        () ->
            "%s%s%nWrote %s and %s.%n"
                .formatted(
                    prepared.report().text(),
                    IdenticalAudio.lines("  identical audio in another corpus", shared).stream()
                        .map(line -> line + "\n")
                        .collect(Collectors.joining()),
                    manifest,
                    reportFile));
    return ExitCode.DONE;
  }

  private Prepared prepare(
      CorpusDescription corpus, PreparationOptions options, AudioReader audio) {
    try (Progress progress = output.progress("reading " + corpus.id(), "clips", 0)) {
      return Preparation.prepare(corpus, root, audio, options, progress::update);
    }
  }

  /** What the folder's other manifests hold as well; nothing is opened but these. */
  private List<String> sharedWithOtherCorpora(CorpusDescription corpus) {
    try {
      return ManifestFolder.read(out).identicalAudio().stream()
          .filter(IdenticalAudio::acrossCorpora)
          .filter(
              group -> group.utterances().stream().anyMatch(u -> u.corpus().equals(corpus.id())))
          .map(IdenticalAudio::text)
          .toList();
    } catch (InvalidInputException e) {
      output.warn("Not compared with the other manifests of %s: %s".formatted(out, e.getMessage()));
      return List.of();
    }
  }

  private Provenance provenance(Prepared prepared) {
    return Provenance.capture(
        Surroundings.ofThisProcess().home(),
        choices.seed(),
        Map.of("manifest", prepared.report().manifestFingerprint()));
  }
}
