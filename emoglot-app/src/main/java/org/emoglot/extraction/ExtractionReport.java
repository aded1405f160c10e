package org.emoglot.extraction;

import java.util.List;
import org.emoglot.provenance.Provenance;

/**
 * What an extraction did; its report.json.
 *
 * @param settings the request
 * @param counts how much there was
 * @param files the results, below its folder; for frames as arrays, only their index
 * @param skipped every file without an embedding, and why
 * @param provenance what made it
 */
public record ExtractionReport(
    ExtractionSettings settings,
    Counts counts,
    List<String> files,
    List<Skipped> skipped,
    Provenance provenance) {

  public static final String FILE = "report.json";

  /**
   * How much there was.
   *
   * @param embedded clips that have an embedding
   * @param skipped files and folders that have none
   * @param frames of all embedded clips
   * @param seconds of all embedded clips
   */
  public record Counts(int embedded, int skipped, long frames, double seconds) {}

  public ExtractionReport {
    files = List.copyOf(files);
    skipped = List.copyOf(skipped);
  }
}
