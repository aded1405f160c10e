package org.emoglot.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.emoglot.audio.AudioReader;
import org.emoglot.corpus.Corpus;
import org.emoglot.corpus.Preparation;
import org.emoglot.corpus.PreparationOptions;
import org.emoglot.corpus.Prepared;
import org.emoglot.corpus.Splitter;
import org.emoglot.doctor.Surroundings;
import org.emoglot.io.Json;
import org.emoglot.provenance.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the manifest of a corpus, and a report of what was read, left out and why. */
@Command(
    name = "prepare",
    description = {
      "Reads a corpus and writes its manifest: <out>/<corpus>.csv with one row for each clip, and"
          + " <out>/<corpus>.report.json with what was read, what was left out and why.",
      "The audio stays where it is; every clip is decoded once, to know that it can be."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot prepare --corpus emodb --root /data/EMODB --out manifests",
      "  emoglot prepare --corpus emovo --root /data/EMOVO --out manifests --downmix loudest"
    })
final class PrepareCommand implements Callable<Integer> {

  @Option(
      names = "--corpus",
      required = true,
      paramLabel = "<id>",
      completionCandidates = CorpusIds.class,
      description = "Which corpus: ${COMPLETION-CANDIDATES}.")
  private String corpusId = "";

  @Option(
      names = "--root",
      required = true,
      paramLabel = "<folder>",
      description = "The corpus's own folder, as it was unpacked.")
  private Path root = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the manifests; made if there is none.")
  private Path out = Path.of("");

  @Mixin private Listening listening = new Listening();

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description = "Seed of the split into train, val and test (default ${DEFAULT-VALUE}).")
  private long seed = Splitter.DEFAULT_SEED;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    Corpus corpus = Corpus.of(corpusId);
    Path manifest = out.resolve(corpus.id() + ".csv");
    Path reportFile = out.resolve(corpus.id() + ".report.json");

    Prepared prepared = prepare(corpus, listening.audio());
    prepared.manifest().write(manifest);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("manifest", manifest.toString());
    result.put("downmix", listening.downmix().id());
    result.put("preparation", prepared.report());
    result.put("provenance", provenance(prepared));
    Json.write(reportFile, result);

    output.result(
        result,
        () -> "%s%nWrote %s and %s.%n".formatted(prepared.report().text(), manifest, reportFile));
    return ExitCode.DONE;
  }

  private Prepared prepare(Corpus corpus, AudioReader audio) {
    PreparationOptions options = PreparationOptions.of(corpus).withSeed(seed);
    try (Progress progress = output.progress("reading " + corpus.id(), "clips", 0)) {
      return Preparation.prepare(corpus, root, audio, options, progress::update);
    }
  }

  private Provenance provenance(Prepared prepared) {
    return Provenance.capture(
        Surroundings.ofThisProcess().home(),
        seed,
        Map.of("manifest", prepared.report().manifestFingerprint()));
  }

  /** The corpora of the registry. */
  static final class CorpusIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Corpus.values()).map(Corpus::id).iterator();
    }
  }
}
