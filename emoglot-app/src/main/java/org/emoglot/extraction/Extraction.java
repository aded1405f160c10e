package org.emoglot.extraction;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.embedding.Level;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.Json;
import org.emoglot.provenance.Provenance;

/**
 * One extraction, from clips to files of embeddings.
 *
 * <p>Its folder holds {@code embeddings.parquet}; or {@code embeddings.npy}, one row per utterance,
 * with {@code index.csv}; or an array of frames for every clip with {@code index.csv}; and {@code
 * report.json}, which comes last: if it exists, everything does.
 */
public final class Extraction {

  static final String ARRAY_FILE = "embeddings.npy";

  private final ExtractionRequest request;
  private final List<Clip> clips;
  private final EmbeddingExtractor extractor;
  private final AudioSource audio;
  private final ExtractionListener listener;
  private final ExtractionSettings settings;

  /**
   * Frames as one array per clip have been written; everything else becomes one file at the end.
   */
  private final boolean arrays;

  private Extraction(
      ExtractionRequest request,
      EmbeddingExtractor extractor,
      AudioSource audio,
      ExtractionListener listener) {
    this.request = request;
    this.clips = request.clips().clips();
    this.extractor = extractor;
    this.audio = audio;
    this.listener = listener;
    this.arrays = request.writesArrays();
    this.settings =
        new ExtractionSettings(
            extractor.origin(),
            extractor.fingerprint(),
            request.options().level().id(),
            request.options().layer(),
            request.options().pooling().id(),
            request.options().precision().id(),
            request.format().id(),
            request.downmix(),
            extractor.width(),
            extractor.layers(),
            request.clips().hash());
  }

  /**
   * Runs or resumes it; a finished one is not repeated.
   *
   * @param extractor opened with the options of the request
   * @return the report that is also written to {@code report.json}
   * @throws InvalidInputException if the folder is that of another extraction
   */
  public static ExtractionReport run(
      ExtractionRequest request,
      EmbeddingExtractor extractor,
      AudioSource audio,
      ExtractionListener listener) {
    try {
      return new Extraction(request, extractor, audio, listener).run();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot write to %s: %s".formatted(request.out(), e.getMessage()), e);
    }
  }

  static void requireSame(ExtractionSettings wanted, ExtractionSettings found, Path out) {
    List<String> differences = wanted.differences(found);
    if (!differences.isEmpty()) {
      throw new InvalidInputException(
          "Expected %s to be empty or to hold this extraction, found one of %s: choose another --out, or remove it."
              .formatted(out, String.join(", ", differences)));
    }
  }

  private ExtractionReport run() throws IOException {
    Optional<ExtractionReport> finished = finished();
    if (finished.isPresent()) {
      Workplace.removeFrom(request.out());
      return finished.get();
    }
    try (Workplace workplace = Workplace.open(request.out(), settings)) {
      ExtractionReport report = finished().orElseGet(() -> extract(workplace));
      workplace.remove();
      return report;
    }
  }

  /** The report of this extraction, if it is done. */
  private Optional<ExtractionReport> finished() {
    Path file = request.out().resolve(ExtractionReport.FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    ExtractionReport report = Workplace.read(file, ExtractionReport.class);
    requireSame(settings, report.settings(), request.out());
    listener.alreadyFinished();
    return Optional.of(report);
  }

  private ExtractionReport extract(Workplace workplace) {
    List<Part> parts = new ArrayList<>(workplace.parts());
    int next = parts.isEmpty() ? 0 : parts.get(parts.size() - 1).end();
    listener.starting(clips.size(), next);
    PartWork work = new PartWork(request, extractor, audio, listener, workplace);
    while (next < clips.size()) {
      Part part = work.part(next, parts.size());
      parts.add(part);
      next = part.end();
      listener.progress(next);
    }
    ExtractionReport report = report(parts, results(workplace, parts));
    Json.write(request.out().resolve(ExtractionReport.FILE), report);
    return report;
  }

  /** Writes what a user reads; the names of the files. */
  private List<String> results(Workplace workplace, List<Part> parts) {
    if (parts.stream().allMatch(part -> part.done().isEmpty())) {
      return List.of();
    }
    Path out = request.out();
    if (request.format() == Format.PARQUET) {
      Map<String, String> metadata = Map.of("emoglot", Json.writeLine(settings));
      AtomicFiles.write(
          out.resolve(ParquetTable.FILE),
          file ->
              ParquetTable.write(
                  file, frames(), metadata, sink -> writeRows(workplace, parts, sink)));
      return List.of(ParquetTable.FILE);
    }
    Index.write(out.resolve(Index.FILE), clips, parts, arrays);
    if (arrays) {
      return List.of(Index.FILE);
    }
    long rows = parts.stream().mapToLong(part -> part.done().size()).sum();
    AtomicFiles.write(
        out.resolve(ARRAY_FILE),
        file ->
            Npy.write(file, rows, extractor.width(), body -> copyValues(workplace, parts, body)));
    return List.of(ARRAY_FILE, Index.FILE);
  }

  private void writeRows(Workplace workplace, List<Part> parts, ParquetTable.RowSink sink)
      throws IOException {
    float[] values = new float[extractor.width()];
    for (int number = 0; number < parts.size(); number++) {
      List<Part.Done> done = parts.get(number).done();
      if (done.isEmpty()) {
        continue; // and has no values
      }
      try (InputStream in = workplace.values(number)) {
        for (Part.Done one : done) {
          int rows = frames() ? one.frames() : 1;
          for (int row = 0; row < rows; row++) {
            Floats.read(in, values);
            sink.row(clips.get(one.clip()), one, row, values);
          }
        }
      }
    }
  }

  private static void copyValues(Workplace workplace, List<Part> parts, OutputStream out)
      throws IOException {
    for (int number = 0; number < parts.size(); number++) {
      if (!parts.get(number).done().isEmpty()) {
        try (InputStream in = workplace.values(number)) {
          in.transferTo(out);
        }
      }
    }
  }

  private ExtractionReport report(List<Part> parts, List<String> files) {
    List<Skipped> skipped = new ArrayList<>(request.clips().empty());
    int embedded = 0;
    long frames = 0;
    double seconds = 0;
    for (Part part : parts) {
      skipped.addAll(part.skipped());
      for (Part.Done done : part.done()) {
        embedded++;
        frames += done.frames();
        seconds += done.seconds();
      }
    }
    return new ExtractionReport(
        settings,
        new ExtractionReport.Counts(embedded, skipped.size(), frames, seconds),
        files,
        skipped,
        Provenance.capture(
            request.home(), 0, new TreeMap<>(Map.of("backbone", settings.backbone().sha256()))));
  }

  private boolean frames() {
    return request.options().level() == Level.FRAME;
  }
}
