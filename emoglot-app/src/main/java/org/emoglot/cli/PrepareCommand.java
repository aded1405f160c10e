package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioReader;
import org.emoglot.corpus.Corpus;
import org.emoglot.corpus.CorpusDescription;
import org.emoglot.corpus.Importer;
import org.emoglot.corpus.LabelMap;
import org.emoglot.data.IdenticalAudio;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.ManifestFolder;
import org.emoglot.doctor.Surroundings;
import org.emoglot.io.Json;
import org.emoglot.preparation.Preparation;
import org.emoglot.preparation.PreparationOptions;
import org.emoglot.preparation.Prepared;
import org.emoglot.preparation.SplitMethod;
import org.emoglot.preparation.Splitter;
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

  @Option(
      names = "--corpus",
      required = true,
      paramLabel = "<id>",
      completionCandidates = CorpusIds.class,
      description = "The corpus: ${COMPLETION-CANDIDATES}.")
  private String corpusId = "";

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

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description = "Seed of the split into train, val and test (default ${DEFAULT-VALUE}).")
  private long seed = Splitter.DEFAULT_SEED;

  @Option(
      names = "--split",
      paramLabel = "<how>",
      completionCandidates = SplitMethods.class,
      description =
          "How to split the corpus: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}: by its own"
              + " parts if it has them, else stratified).")
  private String split = SplitMethod.OFFICIAL.id();

  @Option(
      names = "--labels",
      paramLabel = "<map>",
      description =
          "The emotions of unusual labels: a file with a label and an emotion, or - to leave it"
              + " out, in each line; or pairs such as exc=happy,fru=-. The emotions named here are"
              + " kept beside the four.")
  private String labels = "";

  @Option(
      names = "--emotions",
      arity = "1..*",
      paramLabel = "<names>",
      split = ",",
      description =
          "The emotions to keep, such as neutral,happy,angry,sad,fear (default: the four).")
  private List<String> emotions = new ArrayList<>();

  @Option(
      names = "--name",
      paramLabel = "<id>",
      description = "The name of a corpus in the format csv, nkululeko, emobox, kaldi or folders.")
  private String name = "";

  @Option(
      names = "--language",
      paramLabel = "<code>",
      description = "The language of that corpus, such as de.")
  private String language = "";

  @Option(
      names = "--allow-count-mismatch",
      description = "Accept corpora of the paper with another number of utterances.")
  private boolean allowCountMismatch;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    CorpusDescription corpus = corpus();
    PreparationOptions options = options(corpus);
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

  private CorpusDescription corpus() {
    Optional<Importer> importer = Importer.find(corpusId);
    if (importer.isEmpty()) {
      Corpus known = Corpus.of(corpusId);
      if (!name.isEmpty() || !language.isEmpty()) {
        throw new InvalidInputException(
            "Expected --name and --language only for other data, found them with the known corpus %s, which has both."
                .formatted(known.id()));
      }
      return known.description();
    }
    if (name.isEmpty() || language.isEmpty()) {
      throw new InvalidInputException(
          "Expected --name and --language with --corpus %s, such as --name mine --language de, found no %s."
              .formatted(corpusId, name.isEmpty() ? "--name" : "--language"));
    }
    return importer.get().describe(name, Language.of(language));
  }

  private PreparationOptions options(CorpusDescription corpus) {
    PreparationOptions options =
        PreparationOptions.of(corpus).withSeed(seed).withSplit(SplitMethod.of(split));
    if (!labels.isEmpty()) {
      options = options.withLabelMap(LabelMap.read(labels));
    }
    if (!emotions.isEmpty()) {
      options = options.withLabels(new LabelSet(emotions.stream().map(String::strip).toList()));
    }
    return allowCountMismatch ? options.allowingOtherCounts() : options;
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
        seed,
        Map.of("manifest", prepared.report().manifestFingerprint()));
  }

  /** The corpora of the registry, and the formats of others. */
  static final class CorpusIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(
              Arrays.stream(Corpus.values()).map(Corpus::id),
              Arrays.stream(Importer.values()).map(Importer::id))
          .iterator();
    }
  }

  /** By what a corpus may be divided. */
  static final class SplitMethods implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(SplitMethod.values()).map(SplitMethod::id).iterator();
    }
  }
}
