package org.emoglot.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.Pooling;
import org.emoglot.doctor.Surroundings;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.embedding.EmbeddingOptions;
import org.emoglot.embedding.Level;
import org.emoglot.encoder.Hearing;
import org.emoglot.experiment.BuiltIn;
import org.emoglot.extraction.ClipList;
import org.emoglot.extraction.Extraction;
import org.emoglot.extraction.ExtractionReport;
import org.emoglot.extraction.ExtractionRequest;
import org.emoglot.extraction.Format;
import org.emoglot.extraction.Skipped;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes embeddings of audio files. */
@Command(
    name = "extract",
    modelTransformer = ListsFormats.class,
    description = {
      "Embeds audio files, folders or manifests with an encoder: one vector per utterance or"
          + " frame.",
      "It writes to the folder --out:",
      "  utterances as parquet:  embeddings.parquet, one row per clip, in the given order: id,"
          + " path, corpus, language, speaker, label, split, seconds, frames, and embedding, a list"
          + " of floats",
      "  utterances as npy:      embeddings.npy, one float32 array clips x width, and index.csv"
          + " with the ids of its rows",
      "  frames as npy:          one float32 array frames x width per clip, <id>.npy, and"
          + " index.csv",
      "  frames as parquet:      embeddings.parquet, one row per frame, with its number in the"
          + " column frame",
      "and report.json, which says what was embedded, and what was skipped and why.",
      "The id of a clip is its utt_id in a manifest, its path in a folder, or else its name,"
          + " without ending; a repeated id gets ~2, ~3 and so on at its end. A file that cannot be"
          + " used is skipped; the others get their embeddings, and the exit code is 2.",
      "Recordings of more than 30 s are split into windows of equal length: their frames follow"
          + " each other, and an utterance is the mean of all frames.",
      "The same command resumes a stopped run."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot extract --backbone facebook/wav2vec2-base --out embeddings \\",
      "      manifests/emodb.csv",
      "  emoglot extract --backbone models/xlsr --level frame --layer 12 \\",
      "      --out frames interviews/",
      "  emoglot extract --backbone openai/whisper-base --layer 2..5 \\",
      "      --pooling mean-std --out states manifests/emodb.csv",
      "  emoglot extract --backbone runs/all-de/model --layer mix --format npy \\",
      "      --out h clip.wav"
    })
final class ExtractCommand implements Callable<Integer>, Resumable {

  @Option(
      names = "--backbone",
      required = true,
      paramLabel = "<folder|id>",
      description =
          "A checkpoint in Hugging Face's layout (wav2vec 2.0, HuBERT, WavLM, Whisper), its id on"
              + " the hub, or a saved model, for its adapted encoder.")
  private String backbone = "";

  @Option(
      names = "--base",
      paramLabel = "<folder|id>",
      description =
          "The backbone of a saved model that contains only adapters, if it has moved since"
              + " training.")
  private String base = "";

  @Option(
      names = "--level",
      paramLabel = "<level>",
      completionCandidates = Choices.Levels.class,
      description =
          "What gets an embedding: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}). The"
              + " embedding of an utterance is the mean of its frames; see --pooling.")
  private String level = EmbeddingOptions.DEFAULT.level().id();

  @Option(
      names = "--layer",
      paramLabel = "<layer>",
      description =
          "last; a number from 0, the input of the transformer, to the number of its layers, like"
              + " hidden_states of transformers; several side by side, such as 2..5; or mix, the"
              + " mixture that a saved model has learned, or for other encoders the mean of all"
              + " hidden states (default ${DEFAULT-VALUE}).")
  private String layer = EmbeddingOptions.DEFAULT.layer();

  @Option(
      names = "--pooling",
      paramLabel = "<pooling>",
      completionCandidates = Choices.Poolings.class,
      description =
          "From frames to an utterance: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE})."
              + " mean-std puts the standard deviations behind the means; attentive is for a saved"
              + " model that has learned it.")
  private String pooling = EmbeddingOptions.DEFAULT.pooling().id();

  @Option(
      names = "--hearing",
      paramLabel = "<hearing>",
      completionCandidates = Choices.Hearings.class,
      description =
          "How Whisper hears a clip of less than 30 s: ${COMPLETION-CANDIDATES} (default"
              + " ${DEFAULT-VALUE}). valid computes its own frames alone, padded 30 s with silence"
              + " behind the clip, all frames of which are embedded, as in transformers.")
  private String hearing = EmbeddingOptions.DEFAULT.hearing().id();

  @Option(
      names = "--format",
      paramLabel = "<format>",
      completionCandidates = Choices.Formats.class,
      description = "${COMPLETION-CANDIDATES} (default: parquet for utterances, npy for frames).")
  private String format = "";

  @Mixin private PrecisionOption precision = new PrecisionOption();

  @Mixin private Listening listening = new Listening();

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the results.")
  private Path out = Path.of("");

  @Mixin private FilesFrom filesFrom = new FilesFrom();

  @Parameters(
      paramLabel = "<file, folder or manifest>",
      arity = "0..*",
      description =
          "Audio files, folders with audio files, and manifests (.csv) from emoglot prepare.")
  private List<String> paths = new ArrayList<>();

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    EmbeddingOptions options =
        new EmbeddingOptions(
            Level.of(level),
            layer,
            Pooling.of(pooling),
            Hearing.of(hearing),
            precision.orFaster(output));
    ExtractionRequest request =
        new ExtractionRequest(
            ClipList.of(clips()),
            options,
            format.isEmpty() ? Format.usual(options.level()) : Format.of(format),
            listening.downmix().id(),
            out,
            Surroundings.ofThisProcess().home());
    ExtractionReport report;
    try (EmbeddingExtractor extractor = open(options);
        ExtractionProgress listener = new ExtractionProgress(output, out)) {
      report = Extraction.run(request, extractor, listening.audio(output), listener);
    }
    output.result(report, () -> text(report));
    report.skipped().stream().map(Skipped::detail).forEach(output::warn);
    ExtractionReport.Counts counts = report.counts();
    if (counts.skipped() == 0) {
      return ExitCode.DONE;
    }
    output.warn(
        "%d of %d were skipped.".formatted(counts.skipped(), counts.skipped() + counts.embedded()));
    return ExitCode.BAD_INPUT;
  }

  private List<Path> clips() {
    List<Path> clips = filesFrom.with(paths, "<file, folder or manifest>");
    if (clips.contains(Path.of("-"))) {
      throw new InvalidInputException(
          "Expected files, which a resumed run can read again, found - for audio from standard"
              + " input: write it to a file first, or give a list of files with --files-from -.");
    }
    return clips;
  }

  private EmbeddingExtractor open(EmbeddingOptions options) {
    if (BuiltIn.isNamed(backbone) && !Files.exists(Path.of(backbone))) {
      throw new InvalidInputException(
          "Expected a trained encoder for --backbone, found %s, which is untrained: give a checkpoint, or the folder of a saved model."
              .formatted(backbone));
    }
    Path folder = BackboneFolder.of(backbone, output);
    return base.isEmpty()
        ? EmbeddingExtractor.open(folder, options)
        : EmbeddingExtractor.open(folder, BackboneFolder.of(base, output), options);
  }

  private String text(ExtractionReport report) {
    ExtractionReport.Counts counts = report.counts();
    List<String> files = new ArrayList<>(report.files());
    files.add(ExtractionReport.FILE);
    return String.format(
        Locale.ROOT,
        "%d clips, %.1f minutes, %d frames: embeddings of %d values from layer %s of %s, %s.%nWrote"
            + " %s to %s.%n",
        counts.embedded(),
        counts.seconds() / 60,
        counts.frames(),
        report.settings().width(),
        report.settings().layer(),
        report.settings().backbone().name(),
        report.settings().precision(),
        String.join(", ", files),
        out);
  }
}
