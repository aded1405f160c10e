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
import java.util.Objects;
import java.util.TreeMap;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Waveform;
import org.emoglot.embedding.Embedding;
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

  private static final int CLIPS_PER_PART = 64;

  /** Ten minutes, so 38 MB. */
  private static final long SAMPLES_PER_PART = 600L * Waveform.MODEL_SAMPLE_RATE;

  private final ExtractionRequest request;
  private final List<Clip> clips;
  private final EmbeddingExtractor extractor;
  private final AudioSource audio;
  private final ExtractionListener listener;
  private final ExtractionSettings settings;

  /**
   * Frames as one array per clip are written at once; everything else becomes one file at the end.
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
    this.arrays = frames() && request.format() == Format.NPY;
    this.settings =
        new ExtractionSettings(
            extractor.origin(),
            extractor.fingerprint(),
            request.options().level().id(),
            request.options().layer(),
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
    Path file = request.out().resolve(ExtractionReport.FILE);
    if (Files.exists(file)) {
      ExtractionReport report = Workplace.read(file, ExtractionReport.class);
      requireSame(settings, report.settings(), request.out());
      Workplace.removeFrom(request.out());
      listener.alreadyFinished();
      return report;
    }
    try (Workplace workplace = Workplace.open(request.out(), settings)) {
      List<Part> parts = new ArrayList<>(workplace.parts());
      int next = parts.isEmpty() ? 0 : parts.get(parts.size() - 1).end();
      listener.starting(clips.size(), next);
      while (next < clips.size()) {
        Part part = part(next, workplace, parts.size());
        parts.add(part);
        next = part.end();
        listener.progress(next);
      }
      ExtractionReport report = report(parts, results(workplace, parts));
      Json.write(file, report);
      workplace.remove();
      return report;
    }
  }

  /** Reads and embeds the next clips. */
  private Part part(int first, Workplace workplace, int number) {
    List<Part.Done> done = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    List<Waveform> waveforms = new ArrayList<>();
    long samples = 0;
    int next = first;
    while (next < clips.size() && next - first < CLIPS_PER_PART && samples < SAMPLES_PER_PART) {
      Clip clip = clips.get(next);
      try {
        Waveform waveform = audio.read(clip.audio());
        requireFrame(waveform, clip);
        waveforms.add(waveform);
        samples += waveform.samples().length;
        done.add(new Part.Done(next, 0, waveform.seconds()));
      } catch (TooShort e) {
        skipped.add(skipped(clip, Skipped.Reason.TOO_SHORT, e));
      } catch (InvalidInputException e) {
        skipped.add(skipped(clip, Skipped.Reason.UNDECODABLE, e));
      }
      listener.progress(first); // stops here if interrupted, which may be why a file was not read
      next++;
    }
    List<Embedding> embeddings = extractor.extract(waveforms);
    for (int i = 0; i < done.size(); i++) {
      Part.Done d = done.get(i);
      done.set(i, new Part.Done(d.clip(), embeddings.get(i).frames(), d.seconds()));
      if (arrays) {
        writeArray(clips.get(d.clip()), embeddings.get(i));
      }
    }
    Part part = new Part(first, next, done, skipped);
    workplace.keep(number, part, arrays ? List.of() : embeddings);
    return part;
  }

  private static final class TooShort extends InvalidInputException {
    private static final long serialVersionUID = 1;

    TooShort(String sentence) {
      super(sentence);
    }
  }

  private void requireFrame(Waveform waveform, Clip clip) {
    int shortest = extractor.minimumSamples();
    if (waveform.samples().length < shortest) {
      throw new TooShort(
          "Expected at least %d samples at %d Hz, enough for one frame, in %s, found %d: leave the clip out."
              .formatted(shortest, waveform.sampleRate(), clip.file(), waveform.samples().length));
    }
  }

  private static Skipped skipped(Clip clip, Skipped.Reason reason, InvalidInputException why) {
    return new Skipped(clip.file().toString(), reason, String.valueOf(why.getMessage()));
  }

  private void writeArray(Clip clip, Embedding embedding) {
    Path file = request.out().resolve(clip.npy());
    AtomicFiles.removeLeftovers(Objects.requireNonNull(file.getParent()));
    AtomicFiles.write(
        file,
        out ->
            Npy.write(
                out,
                embedding.rows(),
                embedding.width(),
                body -> Floats.write(body, embedding.values())));
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
